package dev.rollcall.outbox;

import java.util.Collection;
import java.util.List;

import org.bson.Document;

/**
 * A document with what is pending in it, in order.
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

	/** Whether there is something to send, and nothing of it waits for its topic. */
	boolean isSendable(Collection<String> blockedTopics) {
		return !this.messages.isEmpty()
				&& this.messages.stream().noneMatch((message) -> blockedTopics.contains(message.topic()));
	}

	/** Whether what was published of it is to be forgotten. */
	boolean isErased() {
		return this.messages.stream().anyMatch(OutboxMessage::erases);
	}

	int size() {
		return this.messages.stream().mapToInt(OutboxMessage::size).sum();
	}

	/**
	 * Thrown for a document that nobody but a foreign writer can have written.
	 */
	static final class UnreadableDocument extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final String id;

		UnreadableDocument(String id, RuntimeException cause) {
			super("The outbox of a document cannot be read", cause);
			this.id = id;
		}

		String id() {
			return this.id;
		}

	}

}
