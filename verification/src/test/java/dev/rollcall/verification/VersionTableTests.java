package dev.rollcall.verification;

import java.util.Date;
import java.util.List;

import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VersionTableTests {

	private final VersionTable table = new VersionTable();

	@Test
	void newestVersionOfEachKeyIsKeptAlsoWhenTheTableGrows() {
		for (int key = 0; key < 100_000; key++) {
			this.table.put(Fingerprint.text("key-" + key), 2, key);
			this.table.put(Fingerprint.text("key-" + key), 1, -1);
		}
		assertThat(this.table.size()).isEqualTo(100_000);
		for (int key = 0; key < 100_000; key++) {
			int entry = this.table.find(Fingerprint.text("key-" + key));
			assertThat(this.table.version(entry)).isEqualTo(2);
			assertThat(this.table.content(entry)).isEqualTo(key);
		}
		assertThat(this.table.find(Fingerprint.text("other"))).isNegative();
		assertThat(this.table.bytes()).as("24 bytes a key, half to three quarters full").isLessThan(100_000L * 24 * 2);
	}

	@Test
	void marksSurviveGrowth() {
		this.table.put(0, 1, 1);
		this.table.mark(this.table.find(0));
		assertThat(this.table.isAllMarked()).isTrue();
		for (int key = 1; key < 10_000; key++) {
			this.table.put(Fingerprint.text("key-" + key), 1, key);
		}
		assertThat(this.table.isAllMarked()).isFalse();
		assertThat(this.table.isMarked(this.table.find(0))).isTrue();
		assertThat(this.table.isMarked(this.table.find(Fingerprint.text("key-1")))).isFalse();
	}

	@Test
	void fingerprintIgnoresTheOrderOfFieldsAndNothingElse() {
		Document one = new Document("name", "ann").append("version", 1L).append("roles", List.of("a", "b"));
		assertThat(Fingerprint.of(one)).isEqualTo(
				Fingerprint.of(new Document("roles", List.of("a", "b")).append("version", 1).append("name", "ann")));
		assertThat(List.of(Fingerprint.of(new Document("name", "ann").append("version", 2L)),
				Fingerprint.of(new Document(one).append("version", 2L)),
				Fingerprint.of(new Document(one).append("roles", List.of("b", "a"))),
				Fingerprint.of(new Document(one).append("name", null)),
				Fingerprint.of(new Document(one).append("name", new Date(1))),
				Fingerprint.of(new Document(one).append("name", new Binary(new byte[] { 1 })))))
			.doesNotHaveDuplicates()
			.doesNotContain(Fingerprint.of(one));
	}

}
