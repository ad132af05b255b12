package dev.rollcall.local.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.bson.Document;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Returns all documents of a collection in batches. Other commands can run in between. As
 * in MongoDB, the cursor may or may not see their changes.
 */
final class ScanCursor extends AbstractCursor {

	/** Takes about 10 ms. */
	private static final int MAX_BATCH_SIZE = 1000;

	private final MVMap<Object, Document> documents;

	private final UnaryOperator<Document> fields;

	private @Nullable Object next;

	ScanCursor(long id, MVMap<Object, Document> documents, UnaryOperator<Document> fields) {
		super(id);
		this.documents = documents;
		this.fields = fields;
		this.next = documents.firstKey();
	}

	@Override
	public synchronized boolean isEmpty() {
		return this.next == null;
	}

	@Override
	public synchronized List<Document> takeDocuments(int number) {
		int size = (number > 0) ? Math.min(number, MAX_BATCH_SIZE) : MAX_BATCH_SIZE;
		List<Document> taken = new ArrayList<>();
		while (this.next != null && taken.size() < size) {
			Document document = this.documents.get(this.next);
			if (document != null) {
				taken.add(this.fields.apply(document));
			}
			this.next = this.documents.higherKey(this.next);
		}
		return taken;
	}

}
