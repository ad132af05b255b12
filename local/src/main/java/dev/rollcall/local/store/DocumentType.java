package dev.rollcall.local.store;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.jspecify.annotations.Nullable;

/**
 * Stores documents as BSON.
 */
final class DocumentType extends BasicDataType<Document> {

	private static final int ENTRY_BYTES = 64;

	@Override
	public Document[] createStorage(int size) {
		return new Document[size];
	}

	@Override
	public void write(WriteBuffer target, Document document) {
		ByteBuf bson = Unpooled.buffer(512);
		BsonEncoder.encodeDocument(document, bson);
		target.put(bson.nioBuffer());
	}

	@Override
	public Document read(ByteBuffer source) {
		ByteBuf bson = Unpooled.wrappedBuffer(source);
		Document document = BsonDecoder.decodeBson(bson);
		source.position(source.position() + bson.readerIndex());
		return document;
	}

	/** An estimate. */
	@Override
	public int getMemory(Document document) {
		return memory(document);
	}

	private static int memory(@Nullable Object value) {
		if (value instanceof String text) {
			return ENTRY_BYTES + text.length();
		}
		if (value instanceof byte[] bytes) {
			return ENTRY_BYTES + bytes.length;
		}
		if (value instanceof Map<?, ?> fields) {
			return ENTRY_BYTES + memory(fields.values());
		}
		if (value instanceof Collection<?> values) {
			return values.stream().mapToInt((one) -> ENTRY_BYTES + memory(one)).sum();
		}
		return ENTRY_BYTES / 2;
	}

}
