package dev.rollcall.registration.link;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LinksTests {

	private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

	private static final Duration HOUR = Duration.ofHours(1);

	private static final UUID USER = UUID.randomUUID();

	private final LinkToken token = LinkToken.random(USER);

	@Test
	void tokenIsReadAsItWasWritten() {
		assertThat(LinkToken.decode(this.token.text())).contains(this.token);
		assertThat(LinkToken.decode(this.token.text().substring(1))).isEmpty();
		assertThat(LinkToken.decode("!".repeat(64))).isEmpty();
	}

	@Test
	void tokenOpensItsOwnPurposeInTimeOnly() {
		Links links = Links.NONE.plus(link(this.token, LinkPurpose.RECOVERY), NOW);
		assertThat(links.find(this.token, Set.of(LinkPurpose.RECOVERY), NOW)).isPresent();
		assertThat(links.find(this.token, EnumSet.complementOf(EnumSet.of(LinkPurpose.RECOVERY)), NOW)).isEmpty();
		assertThat(links.find(this.token, Set.of(LinkPurpose.RECOVERY), NOW.plus(HOUR))).isEmpty();
		assertThat(links.find(LinkToken.random(USER), Set.of(LinkPurpose.RECOVERY), NOW)).isEmpty();
	}

	@Test
	void newestLinkOfAPurposeIsValid() {
		Links links = Links.NONE.plus(link(this.token, LinkPurpose.SIGN_UP), NOW)
			.plus(link(LinkToken.random(USER), LinkPurpose.SIGN_UP), NOW);
		assertThat(links.all()).hasSize(1);
		assertThat(links.find(this.token, Set.of(LinkPurpose.SIGN_UP), NOW)).isEmpty();
	}

	@Test
	void linkThatUndoesOutlivesLaterOnes() {
		Link owners = link(this.token, LinkPurpose.UNDO_EMAIL_CHANGE);
		Link thiefs = link(LinkToken.random(USER), LinkPurpose.UNDO_EMAIL_CHANGE);
		Links links = Links.NONE.plus(owners, NOW).plus(thiefs, NOW);
		assertThat(links.undone(thiefs).all()).containsExactly(owners);
		assertThat(links.undone(owners).all()).isEmpty();
	}

	private static Link link(LinkToken token, LinkPurpose purpose) {
		return new Link(purpose, token.hash(), NOW.plus(HOUR), "ada@example.com");
	}

}
