package dev.rollcall.registration.account;

import java.time.Duration;
import java.util.Set;

import dev.rollcall.registration.account.Client.Answer;
import dev.rollcall.schemas.UserId;

import static org.awaitility.Awaitility.await;

/**
 * Accounts with the role of administrators.
 */
final class TestAdministrator {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private TestAdministrator() {
	}

	/** Registers a user and grants the role. */
	static String id(Client client, AccountCommands commands) {
		Answer registered = await().atMost(TIMEOUT)
			.until(() -> client.register(Client.registration(Client.anEmail())), (answer) -> answer.status() == 201);
		String id = registered.text("userId");
		commands
			.run(UserId.of(id), Cause.bySystem("test"),
					(account, now) -> account.changeRoles(Set.of(Account.ADMINISTRATOR)))
			.block(TIMEOUT);
		return id;
	}

	static String token(Client client, AccountCommands commands) {
		return Platform.TOKENS.ofAdministrator(id(client, commands));
	}

}
