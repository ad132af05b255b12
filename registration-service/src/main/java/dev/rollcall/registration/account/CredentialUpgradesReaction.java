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
 * Takes hashes that session-service has made anew at a sign-in. One applies to the
 * credential that it names only: a password that was changed meanwhile stays, and a
 * redelivery finds the credential in a later version and changes nothing. The key of the
 * user orders them; what cannot be opened goes to the dead-letter topic.
 */
@Component
class CredentialUpgradesReaction implements Reaction {

	private static final Duration LIMIT = Duration.ofSeconds(10);

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
				.orElseThrow(() -> new InvalidEventException("A hash that cannot be opened, or is of an unknown kind"));
			this.accounts
				.run(new UserId(upgraded.getUserId()), Act.bySystem(upgraded.getCorrelationId()),
						(account, now) -> account.upgradeCredential(upgraded.getCredentialVersion(), hash))
				.block(LIMIT);
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
