package dev.rollcall.notification.recipient;

import dev.rollcall.projection.ProjectionStore;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Looks up addresses of users.
 */
@Component
public final class Contacts {

	private final ProjectionStore store;

	Contacts(ProjectionStore store) {
		this.store = store;
	}

	/**
	 * Finds a user's contact.
	 * @return the contact, without an address if the user is deleted; empty if the user
	 * is unknown
	 */
	public Mono<Contact> find(String userId) {
		return this.store.find(RecipientProjection.NAME, userId)
			.map((document) -> document.get(RecipientProjection.CONTACT, new Document()))
			.map((contact) -> new Contact(contact.get(RecipientProjection.ADDRESS, ""),
					contact.getString(RecipientProjection.DISPLAY_NAME)));
	}

	/**
	 * Address and name of a user, as the user wrote them.
	 */
	public record Contact(String address, @Nullable String displayName) {

		@Override
		public String toString() {
			return "Contact[not shown]";
		}

	}

}
