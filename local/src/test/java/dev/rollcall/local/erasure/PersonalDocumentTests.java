package dev.rollcall.local.erasure;

import java.util.Date;
import java.util.List;

import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PersonalDocumentTests {

	@Test
	void whatADeletionLeavesIsNotPersonal() {
		for (Document left : List.of(user().append("deletedAtVersion", 3L),
				user().append("revision", 9L)
					.append("version", 3L)
					.append("status", "DELETED")
					.append("outbox", List.of()),
				user().append("blocked", true)
					.append("sessions", List.of())
					.append("sequence", 4L)
					.append("at", new Date()),
				copy().append("payload", null),
				copy().append("payload", new Binary(new byte[1])).append("erases", true))) {
			assertThat(PersonalDocument.of(left).users()).as(left.toString()).isEmpty();
		}
	}

	@Test
	void everythingElseIsPersonal() {
		for (Document personal : List.of(user().append("profile", new Document("displayName", "Ada")),
				user().append("locale", "en"), user().append("sessions", List.of(new Document("device", "phone"))),
				new Document("_id", "hash").append("userId", "ada").append("address", "ada@example.org"),
				new Document("_id", "ada@example.org").append("users", List.of("ada")),
				new Document("_id", "ada@example.org").append("users", List.of(new Document("id", "ada"))),
				copy().append("payload", new Binary(new byte[1])))) {
			assertThat(PersonalDocument.of(personal).users()).as(personal.toString()).contains("ada");
		}
	}

	private static Document user() {
		return new Document("_id", "ada");
	}

	private static Document copy() {
		return new Document("_id", "message").append("aggregateId", "ada").append("topic", "rollcall-users");
	}

}
