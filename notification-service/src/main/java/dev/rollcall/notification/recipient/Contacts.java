package dev.rollcall.notification.recipient;

import dev.rollcall.projection.ProjectionStore;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Finds where a user is reached.
 */
@Component
public final class Contacts {

	private final ProjectionStore store;

	Contacts(ProjectionStore store) {
		this.store = store;
	}

	/**
	 * Finds a user's contact.
	 * @param userId the user
	 * @return the contact, without an address if the user is no more; empty if the user
	 * is not known
	 */
	public Mono<Contact> find(String userId) {
		return this.store.find(RecipientProjection.NAME, userId)
			.map((document) -> document.get(RecipientProjection.CONTACT, new Document()))
			.map((contact) -> new Contact(contact.get(RecipientProjection.ADDRESS, ""),
					contact.getString(RecipientProjection.DISPLAY_NAME)));
	}

	/**
	 * Where a user is reached.
	 *
	 * @param address the address, as the user wrote it
	 * @param displayName what to call the user
	 */
	public record Contact(String address, @Nullable String displayName) {

		@Override
		public String toString() {
			return "Contact[not shown]";
		}

	}

}
