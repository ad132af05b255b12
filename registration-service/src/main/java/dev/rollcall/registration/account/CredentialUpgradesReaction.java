package dev.rollcall.registration.account;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.rollcall.event.CredentialUpgraded;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.InvalidEventException;
import dev.rollcall.projection.Reaction;
import dev.rollcall.registration.credential.CredentialSealer;
import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.PasswordHash;
import dev.rollcall.schemas.Topic;
import dev.rollcall.schemas.UserId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Applies new hashes that session-service created at sign-in. A hash applies only to the
 * credential version that it names: a password that changed in the meantime stays, and a
 * redelivery changes nothing. A hash is given up where the account's outbox is full,
 * because the consumer must not wait: the next sign-in creates it again. Records are
 * ordered by user. A hash that cannot be opened goes to the dead-letter topic.
 */
@Component
class CredentialUpgradesReaction implements Reaction {

	private static final Logger logger = LoggerFactory.getLogger(CredentialUpgradesReaction.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final AccountCommands accounts;

	private final CredentialSealer sealer;

	private final Counter givenUp;

	CredentialUpgradesReaction(AccountCommands accounts, CredentialSealer sealer, MeterRegistry meters) {
		this.accounts = accounts;
		this.sealer = sealer;
		this.givenUp = Counter.builder("rollcall.credential.upgrades.given.up")
			.description("New hashes that were not stored because the account's outbox was full")
			.register(meters);
	}

	@Override
	public String name() {
		return Consumer.CREDENTIAL_UPGRADES.name();
	}

	@Override
	public List<String> topics() {
		return Consumer.CREDENTIAL_UPGRADES.topics().stream().map(Topic::name).toList();
	}

	@Override
	public void react(EventRecord record) {
		if (record.value() instanceof CredentialUpgraded upgraded) {
			String hash = hash(upgraded)
				.orElseThrow(() -> new InvalidEventException("The hash cannot be decrypted or is of an unknown kind"));
			this.accounts
				.run(new UserId(upgraded.getUserId()), Cause.bySystem(upgraded.getCorrelationId()),
						(account, now) -> account.upgradeCredential(upgraded.getCredentialVersion(), hash))
				.onErrorResume(OutboxFull.class, (full) -> giveUp(upgraded))
				.block(TIMEOUT);
		}
	}

	private Mono<Account> giveUp(CredentialUpgraded upgraded) {
		this.givenUp.increment();
		logger.warn("The new password hash of user {} is not stored, because the outbox of the account is full",
				upgraded.getUserId());
		return Mono.empty();
	}

	private Optional<String> hash(CredentialUpgraded upgraded) {
		ByteBuffer sealed = upgraded.getSealedHash().duplicate();
		byte[] bytes = new byte[sealed.remaining()];
		sealed.get(bytes);
		return this.sealer.openUpgrade(upgraded.getUserId(), upgraded.getCredentialVersion(), bytes)
			.flatMap(PasswordHash::parse)
			.map(PasswordHash::encoded);
	}

}
