package dev.rollcall.registration.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.rollcall.registration.account.Client.Answer;
import dev.rollcall.schemas.UserId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * S27: the rights of administrators come from the store, and the last one stays.
 */
@Service
@ExtendWith(OutputCaptureExtension.class)
class AdministratorIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(AdministratorIntegrationTests.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final String USERS = "/api/v1/admin/users";

	private static final UserId NOBODY = new UserId(UUID.randomUUID());

	@Autowired
	private AccountCommands commands;

	@Autowired
	private MongoAccounts accounts;

	@LocalServerPort
	private int port;

	private Client client;

	private User ada;

	private User bob;

	@BeforeEach
	void onlyAdaAndBobAreAdministrators() {
		this.client = new Client(this.port);
		this.ada = administrator();
		this.bob = administrator();
		await().atMost(TIMEOUT).until(() -> {
			administrators().stream()
				.filter((id) -> !id.equals(this.ada.id()) && !id.equals(this.bob.id()))
				.forEach((id) -> setRoles(id, Set.of()));
			return administrators().size() == 2;
		});
	}

	/** Review 4: the demoted one granted the role to himself again. */
	@Test
	void demotedAdministratorsTokenGivesNoRights() {
		assertThat(changeRoles(this.ada, this.bob, List.of()).status()).isEqualTo(200);

		assertThat(statuses(this.bob)).containsOnly(403);
		assertThat(changeRoles(this.bob, this.bob, List.of("admin")).problem()).isEqualTo("forbidden");
		assertThat(administrators()).containsExactly(this.ada.id());
	}

	@Test
	void lockedAdministratorsTokenGivesNoRights() {
		assertThat(call("POST", this.ada, "/" + this.bob.id() + "/lock", Map.of()).status()).isEqualTo(200);

		assertThat(statuses(this.bob)).containsOnly(403);
	}

	@Test
	void deletedAdministratorsTokenGivesNoRights() {
		assertThat(call("DELETE", this.ada, "/" + this.bob.id(), Map.of()).status()).isEqualTo(202);

		assertThat(statuses(this.bob)).containsOnly(403);
	}

	@Test
	void roleInTheStoreDoesNotReplaceTheRoleInTheToken() {
		String token = Platform.TOKENS.of(this.ada.id().toString());

		assertThat(this.client.call("GET", USERS, "Authorization", "Bearer " + token).status()).isEqualTo(403);
	}

	@Test
	void lastAdministratorStays() {
		assertThat(changeRoles(this.ada, this.bob, List.of("support")).status()).isEqualTo(200);

		List<Answer> answers = List.of(changeRoles(this.ada, this.ada, List.of("support")),
				call("POST", this.ada, "/" + this.ada.id() + "/lock", Map.of()),
				call("DELETE", this.ada, "/" + this.ada.id(), Map.of()), this.client.call("DELETE",
						AccountController.ME, this.ada.token(), Map.of("password", Client.PASSWORD)));

		assertThat(answers).extracting(Answer::status).containsOnly(409);
		assertThat(answers).extracting(Answer::problem).containsOnly("last-administrator");
		assertThat(call("GET", this.ada, "/" + this.ada.id(), Map.of()).text("status")).isEqualTo("active");
		assertThat(changeRoles(this.ada, this.ada, List.of("admin", "support")).status()).as("keeps the role")
			.isEqualTo(200);
	}

	@Test
	void lockedAdministratorDoesNotCount() {
		assertThat(call("POST", this.ada, "/" + this.bob.id() + "/lock", Map.of()).status()).isEqualTo(200);

		assertThat(changeRoles(this.ada, this.ada, List.of()).status()).isEqualTo(409);
		assertThat(call("POST", this.ada, "/" + this.bob.id() + "/unlock", Map.of()).status()).isEqualTo(200);
		assertThat(changeRoles(this.ada, this.ada, List.of()).status()).isEqualTo(200);
	}

	@Test
	void administratorInTheSettingsHasTheRoleAgainAfterAStart(CapturedOutput output) {
		Account bob = this.commands.run(this.bob.id(), Cause.bySystem("test"), this::verify).block(TIMEOUT);
		setRoles(this.bob.id(), Set.of());
		AccountProperties settings = new AccountProperties(Duration.ofHours(24), Duration.ofMinutes(10),
				Duration.ofSeconds(2), 4, List.of(bob.email().value().written()));

		new Promotion(settings, this.commands, new FirstAdministrators(settings)).afterPropertiesSet();

		await().atMost(TIMEOUT).until(() -> administrators().contains(this.bob.id()));
		await().atMost(TIMEOUT)
			.untilAsserted(
					() -> assertThat(output).contains("User %s has the role admin again".formatted(this.bob.id())));
		assertThat(output).doesNotContain(bob.email().value().written());
	}

	private Change verify(Account account, Instant now) {
		Account.Email email = account.email();
		return Change.of(new AccountEvent.EmailVerified(),
				new AccountEdit(account).email(new Account.Email(email.value(), email.since(), now)).next());
	}

	@Test
	void ofTwoWhoDemoteEachOtherOneStays() {
		int onlyOne = 0;
		for (int i = 0; i < 50; i++) {
			CompletableFuture<Answer> byAda = CompletableFuture
				.supplyAsync(() -> changeRoles(this.ada, this.bob, List.of()));
			CompletableFuture<Answer> byBob = CompletableFuture
				.supplyAsync(() -> changeRoles(this.bob, this.ada, List.of()));
			assertThat(byAda.join().status()).isIn(200, 403, 409, 503);
			assertThat(byBob.join().status()).isIn(200, 403, 409, 503);
			List<UserId> left = administrators();
			assertThat(left).as("round %d", i).isNotEmpty();
			onlyOne += (left.size() == 1) ? 1 : 0;
			setRoles(this.ada.id(), Set.of("admin"));
			setRoles(this.bob.id(), Set.of("admin"));
		}
		logger.info("50 rounds of two demotions at the same time: one administrator left in {}", onlyOne);
		assertThat(onlyOne).as("a demotion succeeds").isGreaterThan(40);
	}

	@Test
	void ofThreeWhoLeaveOneStays() {
		for (int i = 0; i < 10; i++) {
			List<User> all = List.of(this.ada, this.bob, administrator());
			all.stream()
				.map((user) -> CompletableFuture.supplyAsync(() -> changeRoles(user, user, List.of())))
				.toList()
				.forEach((answer) -> assertThat(answer.join().status()).isIn(200, 409, 503));
			assertThat(administrators()).as("round %d", i).isNotEmpty();
			setRoles(this.ada.id(), Set.of("admin"));
			setRoles(this.bob.id(), Set.of("admin"));
			setRoles(all.get(2).id(), Set.of());
		}
	}

	@Test
	void markOfACommandThatStoppedHalfWayIsRemoved() {
		mark(this.bob, Duration.ofMinutes(1));

		assertThat(changeRoles(this.ada, this.ada, List.of()).status()).isEqualTo(200);
		assertThat(administrators()).containsExactly(this.bob.id());
	}

	@Test
	void commandWithoutItsMarkIsNotWritten() {
		Account marked = mark(this.bob, Duration.ofMinutes(1));
		assertThat(changeRoles(this.ada, this.ada, List.of()).status()).as("removes the mark").isEqualTo(200);

		Account demoted = marked.changeRoles(Set.of()).account();

		assertThat(this.accounts.change(marked, demoted, List.of()).block(TIMEOUT)).isFalse();
		assertThat(administrators()).containsExactly(this.bob.id());
	}

	private Account mark(User user, Duration age) {
		Account account = this.accounts.find(user.id()).block(TIMEOUT);
		return this.accounts.markLeaving(account, Instant.now().minus(age)).block(TIMEOUT);
	}

	private List<Integer> statuses(User caller) {
		String id = "/" + this.ada.id();
		return List.of(call("GET", caller, "", Map.of()).status(), call("GET", caller, id, Map.of()).status(),
				call("POST", caller, id + "/lock", Map.of()).status(),
				call("POST", caller, id + "/unlock", Map.of()).status(),
				changeRoles(caller, caller, List.of("admin")).status(),
				changeRoles(caller, this.ada, List.of()).status(), call("DELETE", caller, id, Map.of()).status(),
				this.client.stream(USERS + "/import", caller.token(), "{}").status());
	}

	private Answer changeRoles(User caller, User user, List<String> roles) {
		return call("PUT", caller, "/" + user.id() + "/roles", Map.of("roles", roles));
	}

	private Answer call(String method, User caller, String path, Map<String, ?> body) {
		return this.client.call(method, USERS + path, caller.token(), body);
	}

	private List<UserId> administrators() {
		return this.accounts.otherAdministrators(NOBODY).map(Administrator::id).collectList().block(TIMEOUT);
	}

	private void setRoles(UserId id, Set<String> roles) {
		this.commands.run(id, Cause.bySystem("test"), (account, now) -> account.changeRoles(roles)).block(TIMEOUT);
	}

	private User administrator() {
		return new User(UserId.of(TestAdministrator.id(this.client, this.commands)));
	}

	private record User(UserId id) {

		String token() {
			return Platform.TOKENS.ofAdministrator(this.id.toString());
		}

	}

}
