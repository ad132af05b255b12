package dev.rollcall.outbox;

import java.util.Collection;
import java.util.List;

import org.bson.Document;

/**
 * A document with its pending messages, in order.
 */
record PendingDocument(String id, List<OutboxMessage> messages) {

	static PendingDocument from(Document document) {
		String id = document.getString(Fields.ID);
		try {
			return new PendingDocument(id,
					document.getList(Fields.OUTBOX, Document.class, List.of())
						.stream()
						.map(OutboxMessage::from)
						.toList());
		}
		catch (RuntimeException ex) {
			throw new UnreadableDocument(id, ex);
		}
	}

	List<String> messageIds() {
		return this.messages.stream().map(OutboxMessage::id).toList();
	}

	/** Whether it has messages, none of them for a blocked topic. */
	boolean isSendable(Collection<String> blockedTopics) {
		return !this.messages.isEmpty()
				&& this.messages.stream().noneMatch((message) -> blockedTopics.contains(message.topic()));
	}

	/** Whether its published copies must be erased. */
	boolean isErased() {
		return this.messages.stream().anyMatch(OutboxMessage::erases);
	}

	int size() {
		return this.messages.stream().mapToInt(OutboxMessage::size).sum();
	}

	/**
	 * Thrown for a document that the outbox cannot have written.
	 */
	static final class UnreadableDocument extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final String id;

		UnreadableDocument(String id, RuntimeException cause) {
			super("The outbox of document " + id + " is unreadable", cause);
			this.id = id;
		}

		String id() {
			return this.id;
		}

	}

}
