package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.rollcall.acceptance.fault.RawSearch.Canary;
import dev.rollcall.acceptance.fault.RawSearch.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RawSearchTests {

	private static final Canary ADDRESS = canary("a", Kind.ADDRESS, "user-1234@example.com");

	private static final Canary LOCAL_PART = canary("a", Kind.LOCAL_PART, "user-1234");

	private static final Canary SEALED = new Canary("b", Kind.SEALED_HASH, new byte[] { 0, -1, 2, 3, 4, 5, 6, 7, -8 });

	private final RawSearch search = new RawSearch(List.of(ADDRESS, LOCAL_PART, SEALED));

	@Test
	void everyCanaryIsFoundAtAnyPosition() {
		assertThat(this.search.in(bytes("user-1234@example.com"))).containsExactlyInAnyOrder(ADDRESS, LOCAL_PART);
		assertThat(this.search.in(bytes("\0\0user-user-1234"))).containsExactly(LOCAL_PART);
		assertThat(this.search.in(new byte[] { 0, 0, -1, 2, 3, 4, 5, 6, 7, -8, 0 })).containsExactly(SEALED);
	}

	@Test
	void partsOfCanariesAreNotFound() {
		assertThat(this.search.in(bytes("user-123"))).isEmpty();
		assertThat(this.search.in(bytes("user-1243@example.com"))).isEmpty();
		assertThat(this.search.in(new byte[] { 0, -1, 2, 3, 4, 5, 6, 7, 8 })).isEmpty();
	}

	@Test
	void filesAreReportedByPlace(@TempDir Path folder) throws IOException {
		Path inner = Files.createDirectories(folder.resolve("topic-0"));
		Files.write(inner.resolve("00000.log"), SEALED.bytes());
		Files.write(folder.resolve("empty"), new byte[0]);
		Files.write(folder.resolve("skipped"), ADDRESS.bytes());
		Map<String, Set<Canary>> found = this.search.in(folder,
				(file) -> file.endsWith("skipped") ? "" : file.getParent().getFileName().toString());
		assertThat(found).isEqualTo(Map.of("topic-0", Set.of(SEALED)));
	}

	private static Canary canary(String user, Kind kind, String text) {
		return new Canary(user, kind, bytes(text));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
