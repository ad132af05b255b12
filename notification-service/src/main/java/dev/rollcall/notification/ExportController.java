package dev.rollcall.notification;

import java.util.List;

import dev.rollcall.notification.inbox.Inboxes;
import dev.rollcall.notification.inbox.Notification;
import dev.rollcall.web.Caller;
import reactor.core.publisher.Mono;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Exports the data that this service holds about a user. The gateway merges the exports
 * of all services.
 */
@RestController
final class ExportController {

	private final Inboxes inboxes;

	ExportController(Inboxes inboxes) {
		this.inboxes = inboxes;
	}

	@GetMapping("/api/v1/users/me/export")
	Mono<Export> export(@AuthenticationPrincipal Caller caller) {
		return this.inboxes.find(caller.userId().toString()).map(Export::new);
	}

	/**
	 * The exported data.
	 *
	 * @param notifications newest first
	 */
	record Export(List<Notification> notifications) {
	}

}
