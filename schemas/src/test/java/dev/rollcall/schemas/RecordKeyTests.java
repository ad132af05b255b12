package dev.rollcall.schemas;

import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecordKeyTests {

	private final String user = UUID.randomUUID().toString();

	@Test
	void keyOfAUserEventNamesUserAndVersion() {
		RecordKey key = RecordKey.ofEvent(this.user, 12);
		assertThat(key).hasToString(this.user + ":12");
		assertThat(RecordKey.parse(key.toString())).isEqualTo(key);
	}

	@Test
	void keysOfOtherTopicsAndForeignKeysAreKeptAsTheyAre() {
		for (String text : new String[] { this.user, "k", this.user + ":0", this.user + ":x", "a:1", "" }) {
			assertThat(RecordKey.parse(text)).isEqualTo(new RecordKey(text, null)).hasToString(text);
		}
	}

}
