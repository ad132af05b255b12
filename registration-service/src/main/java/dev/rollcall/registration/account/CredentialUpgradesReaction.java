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

import org.springframework.stereotype.Component;

/**
 * Applies new hashes that session-service created at sign-in. A hash applies only to the
 * credential version that it names: a password that changed in the meantime stays, and a
 * redelivery changes nothing. Records are ordered by user. A hash that cannot be opened
 * goes to the dead-letter topic.
 */
@Component
class CredentialUpgradesReaction implements Reaction {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final AccountCommands accounts;

	private final CredentialSealer sealer;

	CredentialUpgradesReaction(AccountCommands accounts, CredentialSealer sealer) {
		this.accounts = accounts;
		this.sealer = sealer;
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
				.block(TIMEOUT);
		}
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
