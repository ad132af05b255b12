package dev.rollcall.registration.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import com.mongodb.reactivestreams.client.MongoClient;
import dev.rollcall.outbox.Outbox;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.UserId;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * S25: accounts that are not verified in time, in a database of their own.
 */
@Service
class UnverifiedExpiryIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final Instant REGISTERED = Instant.parse("2026-11-01T10:00:00Z");

	@LocalServerPort
	private int port;

	@Autowired
	private MongoClient client;

	@Autowired
	private Outbox outbox;

	@Autowired
	private AccountEventEncoder encoder;

	private ReactiveMongoTemplate mongo;

	private MongoAccounts accounts;

	@BeforeEach
	void emptyDatabase() {
		this.mongo = new ReactiveMongoTemplate(this.client, "expiry-" + UUID.randomUUID());
		AccountIndexes indexes = new AccountIndexes(this.mongo);
		indexes.afterPropertiesSet();
		this.accounts = new MongoAccounts(this.mongo, indexes, this.outbox);
		await().atMost(TIMEOUT).ignoreExceptions().until(() -> indexes.required().thenReturn(true).block(TIMEOUT));
		Client http = new Client(this.port);
		await().atMost(TIMEOUT).until(() -> http.register(Client.registration(Client.anEmail())).status() == 201);
	}

	@Test
	void unverifiedAccountIsDeletedAfterSevenDays() {
		UserId user = register();

		expire(Duration.ofDays(7));
		assertThat(status(user)).as("exactly seven days").isEqualTo("ACTIVE");

		expire(Duration.ofDays(7).plusSeconds(1));
		assertThat(status(user)).isEqualTo("DELETED");
		Document left = document(user);
		assertThat(left.keySet()).doesNotContain("email", "profile", "credential", "links", "unverifiedSince");
		assertThat(left.getList("outbox", Document.class)).as("UserDeleted and two tombstones").hasSize(3);
		assertThat(this.accounts.register(account("again"), null, List.of()).block(TIMEOUT)).isNotNull();
	}

	@Test
	void verifiedLockedAndImportedAccountsStay() {
		UserId verified = register();
		change(verified, UnverifiedExpiryIntegrationTests::verified);
		UserId locked = register();
		change(locked, (account) -> account.lock(null).account());
		Account imported = account("imported");
		this.accounts.add(imported, List.of()).block(TIMEOUT);

		expire(Duration.ofDays(400));

		assertThat(List.of(status(verified), status(locked), status(imported.id()))).containsExactly("ACTIVE", "LOCKED",
				"ACTIVE");
		assertThat(document(verified)).doesNotContainKey("unverifiedSince");
	}

	@Test
	void withoutTheSettingNothingExpires() {
		UserId user = register();

		expiry(new RegistrationProperties(true, null), Duration.ofDays(400)).deleteExpired().block(TIMEOUT);

		assertThat(status(user)).isEqualTo("ACTIVE");
	}

	@Test
	void lastAdministratorStays() {
		UserId user = register();
		change(user, (account) -> account.changeRoles(Set.of(Account.ADMINISTRATOR)).account());
		UserId other = register();

		expire(Duration.ofDays(8));

		assertThat(status(user)).isEqualTo("ACTIVE");
		assertThat(status(other)).as("the batch continues").isEqualTo("DELETED");
	}

	@Test
	void instancesDeleteMoreThanABatchTogether() {
		List<UserId> users = IntStream.range(0, 230).mapToObj((i) -> register()).toList();

		Flux.range(0, 3)
			.flatMap((i) -> expiry(new RegistrationProperties(false, null), Duration.ofDays(8)).deleteExpired())
			.blockLast(TIMEOUT);
		expire(Duration.ofDays(8));

		List<Document> left = this.mongo.findAll(Document.class, MongoAccounts.COLLECTION).collectList().block(TIMEOUT);
		assertThat(left).hasSize(users.size())
			.allSatisfy((document) -> assertThat(document.getString("status")).isEqualTo("DELETED"))
			.allSatisfy((document) -> assertThat(document.getList("outbox", Document.class)).hasSize(3));
	}

	/** Either outcome, never a mixture: a verified account is not deleted afterwards. */
	@Test
	void userWhoVerifiesAtThatMomentKeepsTheAccount() {
		List<String> outcomes = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			UserId user = register();
			Mono<Account> verification = commands(Duration.ofDays(8)).run(user, Cause.byUser(user, "test"),
					(account, now) -> Change.of(new AccountEvent.EmailVerified(), verified(account)));
			List<Account> results = Mono
				.zip(verification.map(List::of).defaultIfEmpty(List.of()),
						expiry(new RegistrationProperties(false, null), Duration.ofDays(8)).deleteExpired()
							.thenReturn(true))
				.block(TIMEOUT)
				.getT1();
			String status = status(user);
			assertThat(status).isEqualTo(results.isEmpty() ? "DELETED" : "ACTIVE");
			outcomes.add(status);
		}
		assertThat(outcomes).hasSize(30);
	}

	@Test
	void queriesOfAllAccountsHaveIndexes() {
		List<String> keys = this.mongo.getCollection(MongoAccounts.COLLECTION)
			.flatMapMany((accounts) -> Flux.from(accounts.listIndexes()))
			.map((index) -> index.get("key", Document.class).keySet().iterator().next())
			.collectList()
			.block(TIMEOUT);

		assertThat(keys).contains(MongoAccounts.UNVERIFIED_SINCE, MongoAccounts.ROLES, MongoAccounts.IDEMPOTENCY_UNTIL);
	}

	private void expire(Duration after) {
		expiry(new RegistrationProperties(false, null), after).deleteExpired().block(TIMEOUT);
	}

	private UnverifiedExpiry expiry(RegistrationProperties properties, Duration after) {
		return new UnverifiedExpiry(this.accounts, commands(after), properties, clock(after));
	}

	private AccountCommands commands(Duration after) {
		return new AccountCommands(this.accounts, new Administrators(this.accounts), this.encoder, clock(after));
	}

	private static Clock clock(Duration after) {
		return Clock.fixed(REGISTERED.plus(after), ZoneOffset.UTC);
	}

	private UserId register() {
		Account account = account("user-" + UUID.randomUUID());
		this.accounts.register(account, null, List.of()).block(TIMEOUT);
		return account.id();
	}

	private static Account account(String name) {
		Registrant registrant = new Registrant(EmailAddress.of(name + "@example.com"),
				AccountFixture.registrant("ada@example.com").password(), new Profile(null, null));
		return Account.register(new UserId(UUID.randomUUID()), registrant, "$argon2id$", REGISTERED);
	}

	private static Account verified(Account account) {
		Account.Email email = account.email();
		return new AccountEdit(account).email(new Account.Email(email.value(), email.since(), REGISTERED)).next();
	}

	private void change(UserId user, UnaryOperator<Account> change) {
		Account account = this.accounts.find(user).block(TIMEOUT);
		assertThat(this.accounts.change(account, change.apply(account), List.of()).block(TIMEOUT)).isTrue();
	}

	private String status(UserId user) {
		return document(user).getString("status");
	}

	private Document document(UserId user) {
		return this.mongo.findById(user.toString(), Document.class, MongoAccounts.COLLECTION).block(TIMEOUT);
	}

}
