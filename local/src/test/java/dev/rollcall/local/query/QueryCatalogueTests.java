package dev.rollcall.local.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class QueryCatalogueTests {

	private static final String BY_ID = "accounts find {_id eq} -> _id_";

	private static final String ALL = "accounts find {} -> scans";

	@TempDir
	private Path folder;

	private Path file;

	private QueryCatalogue catalogue;

	@BeforeEach
	void createCatalogue() {
		this.file = this.folder.resolve("test").resolve("queries.txt");
		this.catalogue = new QueryCatalogue(this.folder.resolve("test"));
	}

	@Test
	void unknownShapeIsMissing() {
		assertThat(this.catalogue.missing(List.of(BY_ID))).containsExactly(BY_ID);
	}

	@Test
	void recordedShapeIsNotMissing() {
		this.catalogue.add(List.of(BY_ID));

		assertThat(this.catalogue.missing(List.of(BY_ID))).isEmpty();
	}

	@Test
	void shapeThatAnotherIndexServesIsMissing() {
		this.catalogue.add(List.of("accounts find {status eq} -> status_1"));

		assertThat(this.catalogue.missing(List.of("accounts find {status eq} -> scans"))).hasSize(1);
	}

	@Test
	void scanNeedsAReason() throws IOException {
		this.catalogue.add(List.of(ALL));
		assertThat(this.catalogue.missing(List.of(ALL))).containsExactly(ALL);

		Files.writeString(this.file, ALL + ": the comparison reads the whole store");
		assertThat(this.catalogue.missing(List.of(ALL))).isEmpty();
	}

	/** Some queries are sent only after a crash or a lost race. */
	@Test
	void unknownShapeThatAnIndexServesIsRight() {
		assertThat(this.catalogue.wrong(List.of(BY_ID))).isEmpty();
	}

	@Test
	void unknownScanAndAnotherIndexAreWrong() {
		String former = "accounts find {status eq} -> status_1";
		String now = "accounts find {status eq} -> other_1";
		this.catalogue.add(List.of(former));

		assertThat(this.catalogue.wrong(List.of(former, now, ALL))).containsExactly(now, ALL);
	}

	@Test
	void newIndexReplacesTheEntryOfTheShape() throws IOException {
		this.catalogue.add(List.of(BY_ID, ALL));
		this.catalogue.add(List.of("accounts find {} -> all_1"));

		assertThat(Files.readAllLines(this.file)).containsExactly(BY_ID, "accounts find {} -> all_1");
	}

}
