package dev.rollcall.acceptance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

import dev.rollcall.acceptance.Client.Answer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Links in mails: which one opens after which event, and what nobody can do with them,
 * through the gateway and the mailbox. Expiry is in registration-service's tests.
 */
class TakeoverIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(TakeoverIntegrationTests.class);

	private static final String NEW_PASSWORD = "seven purple bicycles at dawn";

	/** More would overload the hashing of a small machine, and get 503. */
	private static final int THREADS = 3;

	private static final String TABLE = """
			                         verification  address-change  undo  recovery
			use                      open          void            void  void
			newer link               open          void            open  void
			password changed         open          void            open  void
			password reset           open          void            open  void
			locked                   void          void            void  void
			unlocked                 open          void            open  void
			address changed          void          void            open  void
			change undone            void          void            open  void
			sessions ended by owner  open          void            open  open
			sessions ended by admin  open          void            open  open
			role lost                open          void            open  open
			account deleted          void          void            void  void
			""";

	private final RunningSystem system = RunningSystem.get();

	private final Client client = new Client(this.system.gateway());

	@Test
	void everyLinkAfterEveryEvent() throws Exception {
		Administrator.get();
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<List<Future<String>>> rows = new ArrayList<>();
			for (Event event : Event.values()) {
				rows.add(Arrays.stream(Purpose.values())
					.map((purpose) -> threads.submit(() -> event.after(purpose)))
					.toList());
			}
			StringBuilder table = new StringBuilder(row("", Arrays.stream(Purpose.values()).map(Purpose::id).toList()));
			for (Event event : Event.values()) {
				List<String> cells = new ArrayList<>();
				for (Future<String> cell : rows.get(event.ordinal())) {
					cells.add(cell.get());
				}
				table.append(row(event.id(), cells));
			}
			logger.info("Links at the gateway, purpose x event:\n{}", table);
			assertThat(table).hasToString(TABLE);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static String row(String title, List<String> cells) {
		return "%-25s%-14s%-16s%-6s%s\n".formatted(title, cells.get(0), cells.get(1), cells.get(2), cells.get(3));
	}

	/** Review of 29 November 2026, 1. */
	@Test
	void strangerWhoRegisteredAnAddressKeepsNothingAfterItsOwnersRecovery() {
		Person owner = Person.registered(this.system);
		Answer strangers = owner.signIn();
		String change = owner.requestAddress(strangers, Client.anEmail());
		assertThat(owner.mailbox().text("A new address was requested")).doesNotContain("Ada");

		assertThat(owner.recover(owner.requestRecovery(1), NEW_PASSWORD)).isEqualTo(204);
		Answer session = owner.signIn();

		assertThat(owner.open(change)).isEqualTo(400);
		Answer me = this.client.get("/api/v1/users/me", session);
		assertThat(me.text("email")).isEqualTo(owner.email());
		assertThat(me.json().path("emailVerified").asBoolean()).isTrue();
		assertThat(me.json().path("displayName").asText("")).isEmpty();
		assertThat(this.client.refresh(strangers.text("refreshToken")).status()).isEqualTo(401);
	}

	/** Review of 29 November 2026, 2. */
	@Test
	void ownerOfAMistypedAddressGetsNoLink() {
		Person user = Person.registered(this.system);
		Mailbox mistyped = user.changeAddress();
		user.requestRecovery(1);
		assertThat(mistyped.subjects()).doesNotContain(Person.ADDRESS_CHANGED);
	}

	/** Review of 29 November 2026, 2 and 10. */
	@Test
	void undoLeavesNothingToAThiefWhoRegisteredTheFormerAddressAnew() {
		Person owner = Person.verified(this.system);
		Answer thiefs = owner.signIn();
		String former = owner.email();
		Mailbox ownersMails = owner.changeAddress();
		Person thief = Person.registered(this.system, former);
		Answer displaced = thief.signIn();

		assertThat(owner.open(ownersMails.token(Person.ADDRESS_CHANGED))).isEqualTo(204);

		await().untilAsserted(() -> {
			assertThat(this.client.get("/api/v1/users/me", thiefs).status()).isEqualTo(401);
			assertThat(this.client.get("/api/v1/users/me", displaced).status()).isEqualTo(401);
		});
		assertThat(this.client.refresh(thiefs.text("refreshToken")).status()).isEqualTo(401);
		await().untilAsserted(() -> assertThat(thief.trySignIn(Client.PASSWORD).status()).isEqualTo(401));
		assertThat(thief.recover(ownersMails.token(Person.RECOVERY), NEW_PASSWORD)).isEqualTo(204);
		Answer session = thief.signIn();
		assertThat(session.text("userId")).isEqualTo(owner.userId());
		assertThat(this.client.get("/api/v1/users/me", session).text("email")).isEqualTo(former);
	}

	private enum Purpose {

		VERIFICATION {

			@Override
			Sent send(RunningSystem system) {
				Person person = Person.registered(system);
				return new Sent(person, this, person.mailbox().token(Person.VERIFICATION));
			}

			@Override
			void sendAgain(Person person) {
				new Client(RunningSystem.get().gateway()).call("POST", "/api/v1/email-verifications/requests",
						person.signIn(), "{}");
				person.mailbox().token(Person.VERIFICATION, 2);
			}

		},

		ADDRESS_CHANGE {

			@Override
			Sent send(RunningSystem system) {
				Person person = Person.verified(system);
				return new Sent(person, this, person.requestAddress(person.signIn(), Client.anEmail()));
			}

			@Override
			void sendAgain(Person person) {
				person.requestAddress(person.signIn(), Client.anEmail());
			}

		},

		UNDO {

			@Override
			Sent send(RunningSystem system) {
				Person person = Person.verified(system);
				return new Sent(person, this, person.changeAddress().token(Person.ADDRESS_CHANGED));
			}

			@Override
			void sendAgain(Person person) {
				person.changeAddress().token(Person.ADDRESS_CHANGED);
			}

		},

		RECOVERY {

			@Override
			Sent send(RunningSystem system) {
				Person person = Person.verified(system);
				return new Sent(person, this, person.requestRecovery(1));
			}

			@Override
			void sendAgain(Person person) {
				person.requestRecovery(2);
			}

		};

		abstract Sent send(RunningSystem system);

		abstract void sendAgain(Person person);

		String id() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

	/**
	 * A link that was sent to a user.
	 */
	private record Sent(Person person, Purpose purpose, String token) {

		int open() {
			return (this.purpose == Purpose.RECOVERY) ? this.person.recover(this.token, NEW_PASSWORD)
					: this.person.open(this.token);
		}

		/** The end of all sessions reaches the link through Kafka. */
		void awaitVoid() {
			if (this.purpose == Purpose.ADDRESS_CHANGE) {
				this.person.awaitNoRequestedAddress();
			}
		}

	}

	private enum Event {

		USE((sent, admin) -> assertThat(sent.open()).isEqualTo(204)),

		NEWER_LINK((sent, admin) -> sent.purpose().sendAgain(sent.person())),

		PASSWORD_CHANGED((sent, admin) -> sent.person().changePassword("a quite different, longer sentence")),

		PASSWORD_RESET((sent, admin) -> {
			Person person = sent.person();
			String token = person.requestRecovery((sent.purpose() == Purpose.RECOVERY) ? 2 : 1);
			assertThat(person.recover(token, "a quite different, longer sentence")).isEqualTo(204);
		}),

		LOCKED((sent, admin) -> admin.lock(sent.person())),

		UNLOCKED((sent, admin) -> {
			admin.lock(sent.person());
			admin.unlock(sent.person());
		}),

		ADDRESS_CHANGED((sent, admin) -> sent.person().changeAddress()),

		CHANGE_UNDONE((sent, admin) -> {
			Person person = sent.person();
			if (sent.purpose() == Purpose.VERIFICATION) {
				person.verify();
			}
			assertThat(person.open(person.changeAddress().token(Person.ADDRESS_CHANGED))).isEqualTo(204);
		}),

		SESSIONS_ENDED_BY_OWNER((sent, admin) -> {
			new Client(RunningSystem.get().gateway()).delete("/api/v1/sessions", sent.person().signIn());
			sent.awaitVoid();
		}),

		SESSIONS_ENDED_BY_ADMIN((sent, admin) -> {
			admin.endSessions(sent.person());
			sent.awaitVoid();
		}),

		ROLE_LOST((sent, admin) -> {
			admin.changeRoles(sent.person(), "\"support\"");
			admin.changeRoles(sent.person(), "");
		}),

		ACCOUNT_DELETED((sent, admin) -> admin.delete(sent.person()));

		private final BiConsumer<Sent, Administrator> happening;

		Event(BiConsumer<Sent, Administrator> happening) {
			this.happening = happening;
		}

		String id() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

		/** Whether a link of the purpose opens after this. */
		String after(Purpose purpose) {
			Sent sent = purpose.send(RunningSystem.get());
			this.happening.accept(sent, Administrator.get());
			int status = sent.open();
			assertThat(status).as("%s after %s", purpose, this).isIn(204, 400);
			return (status == 204) ? "open" : "void";
		}

	}

}
