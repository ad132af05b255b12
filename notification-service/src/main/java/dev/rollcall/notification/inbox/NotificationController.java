package dev.rollcall.notification.inbox;

import java.security.Principal;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A user's own notifications; the access token says whose.
 */
@RestController
final class NotificationController {

	private final Inboxes inboxes;

	NotificationController(Inboxes inboxes) {
		this.inboxes = inboxes;
	}

	@GetMapping("/api/v1/notifications")
	Mono<NotificationPage> list(Principal user, @RequestParam(required = false) @Nullable String limit,
			@RequestParam(required = false) @Nullable String before) {
		PageRequest page = PageRequest.of(limit, before);
		return this.inboxes.find(user.getName()).map((inbox) -> NotificationPage.of(inbox, page));
	}

}
