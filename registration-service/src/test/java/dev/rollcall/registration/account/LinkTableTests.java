package dev.rollcall.registration.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.rollcall.registration.link.InvalidToken;
import dev.rollcall.registration.link.LinkProperties;
import dev.rollcall.registration.link.LinkPurpose;
import dev.rollcall.registration.link.LinkToken;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which links open after which event: every purpose with every event.
 */
class LinkTableTests {

	private static final Logger logger = LoggerFactory.getLogger(LinkTableTests.class);

	private static final String TABLE = """
			                         SIGN_UP EMAIL_CHANGE UNDO_EMAIL_CHANGE RECOVERY
			nothing                  open    open         open              open
			use                      open    void         void              void
			newer link               open    void         open              void
			expiry                   void    void         void              void
			profile changed          open    open         open              open
			hash upgraded            open    open         open              open
			password changed         open    void         open              void
			password reset           open    void         open              void
			locked                   void    void         void              void
			unlocked                 open    void         open              void
			address changed          void    void         open              void
			later change undone      void    void         open              void
			earlier change undone    void    void         void              void
			all sessions ended       open    void         open              open
			role gained              open    open         open              open
			role lost                open    void         open              open
			account deleted          void    void         void              void
			""";

	private static final Instant SENT = AccountFixture.NOW;

	private static final Instant LATER = SENT.plus(Duration.ofMinutes(1));

	private static final Mailings MAILINGS = new Mailings(
			new LinkProperties(Duration.ofHours(24), Duration.ofDays(7), Duration.ofMinutes(15)));

	@Test
	void everyLinkAfterEveryEvent() {
		String table = table();

		logger.info("Links, purpose x event:\n{}", table);
		assertThat(table).isEqualTo(TABLE);
	}

	private static String table() {
		StringBuilder table = new StringBuilder(" ".repeat(25))
			.append(Arrays.stream(LinkPurpose.values()).map(Enum::name).collect(Collectors.joining(" ")))
			.append('\n');
		for (Event event : Event.values()) {
			StringBuilder row = new StringBuilder("%-25s".formatted(event));
			for (LinkPurpose purpose : LinkPurpose.values()) {
				row.append(("%-" + (purpose.name().length() + 1) + "s").formatted(event.after(purpose)));
			}
			table.append(row.toString().stripTrailing()).append('\n');
		}
		return table.toString();
	}

	/**
	 * A link that was sent to the user of an account, and an undo link of an earlier
	 * change.
	 */
	private record Sent(Account account, LinkPurpose purpose, LinkToken token, LinkToken earlierUndo) {

		static Sent to(LinkPurpose purpose) {
			Account unverified = AccountFixture.account().changeRoles(Set.of("admin")).account();
			Account account = (purpose == LinkPurpose.SIGN_UP) ? unverified : verified(unverified);
			Change undo = MAILINGS.send(account, LinkPurpose.UNDO_EMAIL_CHANGE, "former@example.com", SENT);
			Change sent = send(undo.account(), purpose, SENT);
			return new Sent(sent.account(), purpose, token(sent), token(undo));
		}

		private static Account verified(Account account) {
			Change sent = MAILINGS.send(account, LinkPurpose.SIGN_UP, SENT);
			return open(sent.account(), LinkPurpose.SIGN_UP, token(sent), SENT);
		}

		private static Change send(Account account, LinkPurpose purpose, Instant now) {
			return purpose.changesAddress() ? MAILINGS.send(account, purpose, "other@example.com", now)
					: MAILINGS.send(account, purpose, now);
		}

		private static LinkToken token(Change sent) {
			return sent.mailings().get(0).token();
		}

		Account sendAgain() {
			return send(this.account, this.purpose, LATER).account();
		}

		Account use() {
			return open(this.account, this.purpose, this.token, LATER);
		}

		/** Sends a link and opens it. */
		Account use(LinkPurpose other) {
			Change sent = send(this.account, other, LATER);
			return open(sent.account(), other, token(sent), LATER);
		}

		Account undoEarlierChange() {
			return open(this.account, LinkPurpose.UNDO_EMAIL_CHANGE, this.earlierUndo, LATER);
		}

		boolean opens(Account changed, Instant now) {
			try {
				open(changed, this.purpose, this.token, now);
				return true;
			}
			catch (InvalidToken ex) {
				return false;
			}
		}

		private static Account open(Account account, LinkPurpose purpose, LinkToken token, Instant now) {
			return ((purpose == LinkPurpose.RECOVERY) ? account.recover(token, "other", now)
					: account.follow(token, MAILINGS.create(now), now))
				.account();
		}

	}

	private enum Event {

		NOTHING(Sent::account),

		USE(Sent::use),

		NEWER_LINK(Sent::sendAgain),

		EXPIRY(Sent::account),

		PROFILE_CHANGED((sent) -> sent.account().changeProfile(new Profile("Countess", null)).account()),

		HASH_UPGRADED((sent) -> sent.account().upgradeCredential(1, "upgraded").account()),

		PASSWORD_CHANGED((sent) -> sent.account().changePassword("other", null).account()),

		PASSWORD_RESET((sent) -> sent.use(LinkPurpose.RECOVERY)),

		LOCKED((sent) -> sent.account().lock(null).account()),

		UNLOCKED((sent) -> sent.account().lock(null).account().unlock().account()),

		ADDRESS_CHANGED((sent) -> sent.use(LinkPurpose.EMAIL_CHANGE)),

		LATER_CHANGE_UNDONE((sent) -> sent.use(LinkPurpose.UNDO_EMAIL_CHANGE)),

		EARLIER_CHANGE_UNDONE(Sent::undoEarlierChange),

		ALL_SESSIONS_ENDED((sent) -> sent.account().endSessions(LATER).account()),

		ROLE_GAINED((sent) -> sent.account().changeRoles(Set.of("admin", "support")).account()),

		ROLE_LOST((sent) -> sent.account().changeRoles(Set.of("support")).account()),

		ACCOUNT_DELETED((sent) -> sent.account().delete(DeletionReason.BY_ADMINISTRATOR).account());

		private final Function<Sent, Account> change;

		Event(Function<Sent, Account> change) {
			this.change = change;
		}

		/** Whether a link of the purpose opens after this. */
		String after(LinkPurpose purpose) {
			Sent sent = Sent.to(purpose);
			Instant now = (this == EXPIRY) ? SENT.plus(Duration.ofDays(7)) : LATER.plusSeconds(1);
			return sent.opens(this.change.apply(sent), now) ? "open" : "void";
		}

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

	}

}
