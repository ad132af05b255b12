package dev.rollcall.registration.breach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HashFileTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "\r\n", "\n" })
	void everyHashOfTheFileIsFoundAndNoOther(String end) throws IOException {
		Random random = new Random(20261129);
		List<String> hashes = new ArrayList<>(new TreeSet<>(random.ints(500).mapToObj(HashFileTests::hash).toList()));
		StringBuilder lines = new StringBuilder();
		hashes.forEach((hash) -> lines.append(hash).append(':').append(random.nextInt(1, 50_000_000)).append(end));
		HashFile file = HashFile.open(write(lines.toString()));
		HashFile withoutLastEnd = HashFile.open(write(lines.substring(0, lines.length() - end.length())));

		for (String hash : hashes) {
			assertThat(contains(file, hash)).as(hash).isTrue();
			assertThat(contains(withoutLastEnd, hash)).as(hash).isTrue();
			assertThat(contains(file, hash.substring(0, 39) + (hash.endsWith("0") ? "1" : "0"))).as(hash).isFalse();
		}
		assertThat(contains(file, "0".repeat(40))).isFalse();
		assertThat(contains(file, "F".repeat(40))).isFalse();
	}

	@Test
	void paddingIsNoHash() throws IOException {
		HashFile file = HashFile.open(write(hash(1) + ":0\n"));

		assertThat(contains(file, hash(1))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "violet tractor\n", "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8:3\n",
			"1E4C9B93F3F0682250B6CF8331B7EE68FD8:3\n" })
	void otherFileIsRefusedAtTheStart(String content) throws IOException {
		Path other = write(content);

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> HashFile.open(other));
	}

	@Test
	void damagedFileRefusesNoPasswordAndIsCounted() throws IOException {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		HashFile file = HashFile.open(write(hash(0) + ":1\n" + "x".repeat(10_000)));

		assertThat(new BreachedPasswords(file, TIMEOUT, meters).contain("password").block(TIMEOUT)).isFalse();
		assertThat(meters.counter("rollcall.breached.passwords", "outcome", "failed").count()).isOne();
	}

	@Test
	void withoutASourceNoPasswordIsLookedUp() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		BreachedPasswords none = new BreachedPasswords(BreachedPasswords.Source.NONE, TIMEOUT, meters);

		assertThat(none.contain("password").blockOptional(TIMEOUT)).isEmpty();
		assertThat(meters.getMeters()).isEmpty();
	}

	@Test
	void twoSourcesAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new BreachProperties(Path.of("/").toUri(), this.folder, TIMEOUT));
	}

	private static boolean contains(HashFile file, String sha1) {
		return file.contains(sha1).blockOptional(TIMEOUT).orElseThrow();
	}

	private static String hash(int seed) {
		return "%08x".formatted(seed).repeat(5).toUpperCase(Locale.ROOT);
	}

	private Path write(String content) throws IOException {
		return Files.writeString(Files.createTempFile(this.folder, "hashes", ".txt"), content);
	}

}
