package dev.rollcall.notification;

import java.security.Principal;
import java.util.List;

import dev.rollcall.notification.inbox.Inboxes;
import dev.rollcall.notification.inbox.Notification;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * All that is held about a user here. The gateway puts it together with what the other
 * services hold.
 */
@RestController
final class ExportController {

	private final Inboxes inboxes;

	ExportController(Inboxes inboxes) {
		this.inboxes = inboxes;
	}

	@GetMapping("/api/v1/users/me/export")
	Mono<Export> export(Principal user) {
		return this.inboxes.find(user.getName()).map(Export::new);
	}

	/**
	 * What is held.
	 *
	 * @param notifications the inbox, newest first
	 */
	record Export(List<Notification> notifications) {
	}

}
