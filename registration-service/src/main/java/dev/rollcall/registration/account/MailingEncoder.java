package dev.rollcall.registration.account;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.rollcall.event.Actor;
import dev.rollcall.event.DeletionNoticeRequested;
import dev.rollcall.event.EmailChangeRequested;
import dev.rollcall.event.EmailChangeUndoOffered;
import dev.rollcall.event.PasswordResetRequested;
import dev.rollcall.event.ResetPurpose;
import dev.rollcall.event.VerificationPurpose;
import dev.rollcall.event.VerificationRequested;
import dev.rollcall.outbox.EventEncoder;
import dev.rollcall.outbox.OutboxMessage;
import dev.rollcall.registration.link.Link;
import dev.rollcall.registration.link.LinkPurpose;
import dev.rollcall.registration.link.LinkSealer;
import dev.rollcall.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Encodes links to send as records for notification-service. Tokens are sealed.
 */
@Component
class MailingEncoder {

	private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

	private final EventEncoder encoder;

	private final LinkSealer sealer;

	MailingEncoder(EventEncoder encoder, LinkSealer sealer) {
		this.encoder = encoder;
		this.sealer = sealer;
	}

	/**
	 * Encodes the request of a mail with a link. A link to a new address is also reported
	 * to the current one.
	 */
	List<OutboxMessage> encode(Account account, Change.Mailing mailing, Actor actor, Cause cause, Instant now) {
		Function<UUID, Envelope> envelope = (id) -> new Envelope(id, now, actor, cause.correlationId());
		OutboxMessage request = encode(account, envelope, (about) -> request(account, mailing, about));
		return (mailing.link().purpose() != LinkPurpose.EMAIL_CHANGE) ? List.of(request)
				: List.of(encode(account, envelope, (about) -> changeRequested(account, about)), request);
	}

	/**
	 * Encodes the notice of a deletion. An address that was never verified gets none.
	 */
	List<OutboxMessage> deletion(Account account, Actor actor, Cause cause, Instant now) {
		Function<UUID, Envelope> envelope = (id) -> new Envelope(id, now, actor, cause.correlationId());
		return account.email().verified() ? List.of(encode(account, envelope,
				(about) -> new DeletionNoticeRequested(about.id(), account.id().value(), about.at(), about.actor(),
						about.correlationId(), null, account.email().value().written(), name(account),
						account.profile().locale())))
				: List.of();
	}

	private OutboxMessage encode(Account account, Function<UUID, Envelope> envelope,
			Function<Envelope, SpecificRecord> record) {
		Envelope about = envelope.apply(IDS.generate());
		return this.encoder.encode(Topic.NOTIFICATION_REQUESTS.name(), account.id().value(), about.id(), about.at(),
				record.apply(about));
	}

	/** No text that the user chose goes to an address that was never verified. */
	private SpecificRecord changeRequested(Account account, Envelope envelope) {
		return new EmailChangeRequested(envelope.id(), account.id().value(), envelope.at(), envelope.actor(),
				envelope.correlationId(), null, account.email().value().written(),
				account.email().verified() ? account.profile().displayName() : null, account.profile().locale());
	}

	private SpecificRecord request(Account account, Change.Mailing mailing, Envelope envelope) {
		Link link = mailing.link();
		UUID user = account.id().value();
		String locale = account.profile().locale();
		ByteBuffer sealed = ByteBuffer.wrap(this.sealer.seal(mailing.token(), envelope.id()));
		return switch (link.purpose()) {
			case SIGN_UP,
					EMAIL_CHANGE ->
				new VerificationRequested(envelope.id(), user, envelope.at(), envelope.actor(),
						envelope.correlationId(), null, link.address(), null, locale,
						(link.purpose() == LinkPurpose.SIGN_UP) ? VerificationPurpose.SIGN_UP
								: VerificationPurpose.EMAIL_CHANGE,
						sealed, link.until());
			case UNDO_EMAIL_CHANGE -> new EmailChangeUndoOffered(envelope.id(), user, envelope.at(), envelope.actor(),
					envelope.correlationId(), null, link.address(), name(account), locale, sealed, link.until());
			case RECOVERY -> new PasswordResetRequested(envelope.id(), user, envelope.at(), envelope.actor(),
					envelope.correlationId(), null, link.address(), name(account), locale, sealed, link.until(),
					mailing.registrationAttempted() ? ResetPurpose.REGISTRATION_ATTEMPTED : ResetPurpose.REQUESTED);
		};
	}

	/**
	 * A stranger can enter anybody's address, so no text that he chose is mailed to an
	 * address that is not verified.
	 */
	private static @Nullable String name(Account account) {
		return account.email().verified() ? account.profile().displayName() : null;
	}

	/**
	 * The common fields of all records.
	 */
	private record Envelope(UUID id, Instant at, Actor actor, String correlationId) {
	}

}
