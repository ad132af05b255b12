package dev.rollcall.notification.inbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.rollcall.web.Caller;
import dev.rollcall.web.Fields;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The notifications of the access token's user.
 */
@RestController
final class NotificationController {

	/** The gateway closes a stream that is silent for more than a few seconds. */
	private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(3);

	private static final Pattern NOTIFICATION_ID = Pattern.compile("[0-9a-f]{32}");

	private final Inboxes inboxes;

	private final InboxWatch watch;

	private final Clock clock;

	NotificationController(Inboxes inboxes, InboxWatch watch, Clock clock) {
		this.inboxes = inboxes;
		this.watch = watch;
		this.clock = clock;
	}

	@GetMapping("/api/v1/notifications")
	Mono<NotificationPage> list(@AuthenticationPrincipal Caller caller, Fields query) {
		PageRequest page = PageRequest.of(query);
		return this.inboxes.find(user(caller)).map((inbox) -> NotificationPage.of(inbox, page));
	}

	@PostMapping("/api/v1/notifications/{id}/read")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> read(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
		if (!NOTIFICATION_ID.matcher(id).matches()) {
			return Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND));
		}
		return this.inboxes.read(user(caller), id, Instant.ofEpochMilli(this.clock.millis()))
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)))
			.then();
	}

	/**
	 * Streams new notifications until the access token expires.
	 */
	@GetMapping(path = "/api/v1/notifications/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<Notification>> stream(@AuthenticationPrincipal Caller caller) {
		Duration left = Duration.between(this.clock.instant(), caller.expiresAt());
		return this.inboxes.inbox(user(caller))
			.flatMapMany((inbox) -> Flux.merge(heartbeats(), added(user(caller), inbox)))
			.take(left.isNegative() ? Duration.ZERO : left);
	}

	private Flux<ServerSentEvent<Notification>> added(String user, Inboxes.Inbox old) {
		Set<String> seen = new HashSet<>();
		old.notifications().forEach((one) -> seen.add(one.notificationId()));
		return this.watch.changes(user, old.pushes())
			.flatMapIterable(Function.identity())
			.filter((one) -> seen.add(one.notificationId()))
			.map((one) -> ServerSentEvent.builder(one).id(one.notificationId()).event("notification").build());
	}

	private static Flux<ServerSentEvent<Notification>> heartbeats() {
		return Flux.interval(Duration.ZERO, HEARTBEAT_INTERVAL)
			.onBackpressureDrop()
			.map((beat) -> ServerSentEvent.<Notification>builder().comment("").build());
	}

	private static String user(Caller caller) {
		return caller.userId().toString();
	}

}
