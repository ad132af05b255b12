package dev.rollcall.registration.link;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class LinksTests {

	private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

	private static final Duration HOUR = Duration.ofHours(1);

	private static final UUID USER = UUID.randomUUID();

	private static final long PASSWORD = 3;

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
		assertThat(links.find(this.token, Set.of(LinkPurpose.RECOVERY), NOW, PASSWORD)).isPresent();
		assertThat(links.find(this.token, EnumSet.complementOf(EnumSet.of(LinkPurpose.RECOVERY)), NOW, PASSWORD))
			.isEmpty();
		assertThat(links.find(this.token, Set.of(LinkPurpose.RECOVERY), NOW.plus(HOUR), PASSWORD)).isEmpty();
		assertThat(links.find(LinkToken.random(USER), Set.of(LinkPurpose.RECOVERY), NOW, PASSWORD)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void requestsOpenOnlyUnderThePasswordOfTheirCreation(LinkPurpose purpose) {
		Links links = Links.NONE.plus(link(this.token, purpose), NOW);
		boolean bound = purpose == LinkPurpose.EMAIL_CHANGE || purpose == LinkPurpose.RECOVERY;
		assertThat(links.find(this.token, Set.of(purpose), NOW, PASSWORD + 1).isEmpty()).isEqualTo(bound);
	}

	@ParameterizedTest
	@EnumSource
	void olderLinksOfAPurposeAreReplacedInOrder(LinkPurpose purpose) {
		int valid = (purpose == LinkPurpose.SIGN_UP || purpose == LinkPurpose.UNDO_EMAIL_CHANGE) ? 8 : 1;
		List<Link> sent = Stream.generate(() -> link(LinkToken.random(USER), purpose)).limit(9).toList();
		Links links = Links.NONE;
		for (Link link : sent) {
			links = links.plus(link, NOW);
		}
		assertThat(links.all()).isEqualTo(sent.subList(9 - valid, 9));
	}

	@Test
	void newLinkRemovesExpiredOnes() {
		Link link = link(LinkToken.random(USER), LinkPurpose.RECOVERY);
		Links links = Links.NONE.plus(link(this.token, LinkPurpose.SIGN_UP), NOW).plus(link, NOW.plus(HOUR));
		assertThat(links.all()).containsExactly(link);
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
		return new Link(purpose, token.hash(), NOW, NOW.plus(HOUR), "ada@example.com", PASSWORD);
	}

}
