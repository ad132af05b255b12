package dev.rollcall.notification.delivery;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.event.DeletionNoticeRequested;
import dev.rollcall.event.EmailChangeRequested;
import dev.rollcall.event.EmailChangeUndoOffered;
import dev.rollcall.event.PasswordResetRequested;
import dev.rollcall.event.ResetPurpose;
import dev.rollcall.event.SessionStarted;
import dev.rollcall.event.UserDeleted;
import dev.rollcall.event.UserEmailVerified;
import dev.rollcall.event.UserLocked;
import dev.rollcall.event.UserPasswordChanged;
import dev.rollcall.event.UserRolesChanged;
import dev.rollcall.event.UserState;
import dev.rollcall.event.VerificationPurpose;
import dev.rollcall.event.VerificationRequested;
import dev.rollcall.notification.template.Template;
import dev.rollcall.projection.Effect;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.Topic;
import dev.rollcall.schemas.UserEvent;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Stores the deliveries that events cause. The offset is committed after the deliveries
 * are stored; a redelivered event causes the same deliveries, which are due or done
 * already. Order matters for deletions only: UserDeleted ends the user's due deliveries,
 * and later ones find no recipient. A user event without a state goes to the dead-letter
 * topic.
 */
final class DeliveriesEffect implements Effect {

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);

	private static final Map<Class<?>, Template> STATE_EVENTS = Map.of(UserEmailVerified.class, Template.WELCOME,
			UserPasswordChanged.class, Template.PASSWORD_CHANGED, UserLocked.class, Template.ACCOUNT_LOCKED,
			UserRolesChanged.class, Template.ROLES_CHANGED);

	private final Intake intake;

	private final Erasure erasure;

	private final DeliverySpans spans;

	DeliveriesEffect(Intake intake, Erasure erasure, DeliverySpans spans) {
		this.intake = intake;
		this.erasure = erasure;
		this.spans = spans;
	}

	@Override
	public String name() {
		return Consumer.DELIVERIES.name();
	}

	@Override
	public List<String> topics() {
		return Consumer.DELIVERIES.topics().stream().map(Topic::name).toList();
	}

	@Override
	public void record(EventRecord record) {
		if (record.value() instanceof UserDeleted deleted) {
			this.erasure.erase(deleted.getUserId().toString()).block(STORE_TIMEOUT);
			return;
		}
		if (record.value() instanceof UserPasswordChanged changed && isRecoveredByItsOwner(changed)) {
			this.erasure.eraseUntil(record.key(), changed.getOccurredAt()).block(STORE_TIMEOUT);
		}
		List<Delivery> due = due(record);
		if (!due.isEmpty()) {
			this.intake.add(due, this.spans.current());
		}
	}

	/**
	 * Only a recovery changes the password of an account whose address was never verified
	 * without keeping a session.
	 */
	private static boolean isRecoveredByItsOwner(UserPasswordChanged changed) {
		UserState state = changed.getState();
		return changed.getKeptSessionId() == null && state != null && state.getEmail().getVerifiedAt() == null;
	}

	private static List<Delivery> due(EventRecord record) {
		SpecificRecord event = record.value();
		Template template = (event != null) ? STATE_EVENTS.get(event.getClass()) : null;
		if (template != null) {
			UserEvent user = record.userEvent();
			return all(template, user.eventId(), recipient(record.userState()), user.occurredAt());
		}
		if (event instanceof SessionStarted started && started.getNewDevice()) {
			return all(Template.NEW_DEVICE, started.getEventId(), Recipient.of(started.getUserId().toString()),
					started.getOccurredAt());
		}
		return requested(event);
	}

	private static List<Delivery> requested(@Nullable SpecificRecord event) {
		if (event instanceof VerificationRequested asked && asked.getPurpose() != VerificationPurpose.UNKNOWN) {
			Template template = (asked.getPurpose() == VerificationPurpose.SIGN_UP) ? Template.VERIFICATION
					: Template.EMAIL_CHANGE;
			return List.of(new Delivery(mail(asked.getEventId(), template, DeliveryKey.Role.SELF),
					Recipient.unverified(asked.getUserId().toString(), asked.getAddress()), asked.getOccurredAt(),
					link(asked.getSealedToken(), asked.getExpiresAt())));
		}
		if (event instanceof PasswordResetRequested asked) {
			Template template = (asked.getPurpose() == ResetPurpose.REGISTRATION_ATTEMPTED)
					? Template.REGISTRATION_ATTEMPTED : Template.PASSWORD_RESET;
			return List.of(new Delivery(mail(asked.getEventId(), template, DeliveryKey.Role.SELF),
					recipient(asked.getUserId(), asked.getAddress(), asked.getDisplayName()), asked.getOccurredAt(),
					link(asked.getSealedToken(), asked.getExpiresAt())));
		}
		if (event instanceof EmailChangeRequested asked) {
			return List.of(new Delivery(
					mail(asked.getEventId(), Template.EMAIL_CHANGE_REQUESTED, DeliveryKey.Role.SELF),
					recipient(asked.getUserId(), asked.getAddress(), asked.getDisplayName()), asked.getOccurredAt()));
		}
		if (event instanceof DeletionNoticeRequested asked) {
			return List.of(new Delivery(mail(asked.getEventId(), Template.ACCOUNT_DELETED, DeliveryKey.Role.SELF),
					recipient(asked.getUserId(), asked.getAddress(), asked.getDisplayName()), asked.getOccurredAt()));
		}
		if (event instanceof EmailChangeUndoOffered offered) {
			return List
				.of(new Delivery(mail(offered.getEventId(), Template.EMAIL_CHANGED, DeliveryKey.Role.FORMER_ADDRESS),
						recipient(offered.getUserId(), offered.getAddress(), offered.getDisplayName()),
						offered.getOccurredAt(), link(offered.getSealedToken(), offered.getExpiresAt())));
		}
		return List.of();
	}

	private static List<Delivery> all(Template template, UUID eventId, Recipient recipient, Instant at) {
		List<Delivery> due = new ArrayList<>();
		if (template.isInApp()) {
			due.add(new Delivery(new DeliveryKey(eventId.toString(), template, Channel.IN_APP, DeliveryKey.Role.SELF),
					recipient, at));
		}
		due.add(new Delivery(mail(eventId, template, DeliveryKey.Role.SELF), recipient, at));
		return due;
	}

	private static DeliveryKey mail(UUID eventId, Template template, DeliveryKey.Role role) {
		return new DeliveryKey(eventId.toString(), template, Channel.MAIL, role);
	}

	private static Recipient recipient(UserState state) {
		String name = (state.getEmail().getVerifiedAt() != null) ? state.getDisplayName() : null;
		return recipient(state.getUserId(), state.getEmail().getAddress(), name);
	}

	private static Recipient recipient(UUID userId, String address, @Nullable String displayName) {
		return new Recipient(userId.toString(), address, displayName);
	}

	private static SealedLink link(ByteBuffer token, Instant until) {
		byte[] bytes = new byte[token.remaining()];
		token.duplicate().get(bytes);
		return new SealedLink(bytes, until);
	}

}
