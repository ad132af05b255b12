package dev.rollcall.local.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import de.bwaldvogel.mongo.backend.KeyValue;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.ObjectDataType;

/**
 * Stores the keys of an index: the values of its fields, in order.
 */
final class IndexKeyType extends BasicDataType<KeyValue> {

	private static final int ENTRY_BYTES = 40;

	private final ObjectDataType values = new ObjectDataType();

	@Override
	public KeyValue[] createStorage(int size) {
		return new KeyValue[size];
	}

	/** The order is arbitrary but stable; strings are compared without a collation. */
	@Override
	public int compare(KeyValue one, KeyValue other) {
		for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
			int difference = this.values.compare(one.get(i), other.get(i));
			if (difference != 0) {
				return difference;
			}
		}
		return Integer.compare(one.size(), other.size());
	}

	@Override
	public void write(WriteBuffer target, KeyValue key) {
		target.putVarInt(key.size());
		key.forEach((value) -> this.values.write(target, value));
	}

	@Override
	public KeyValue read(ByteBuffer source) {
		List<Object> read = new ArrayList<>();
		for (int left = DataUtils.readVarInt(source); left > 0; left--) {
			read.add(this.values.read(source));
		}
		return new KeyValue(read);
	}

	@Override
	public int getMemory(KeyValue key) {
		return key.stream().mapToInt((value) -> ENTRY_BYTES + this.values.getMemory(value)).sum();
	}

}
