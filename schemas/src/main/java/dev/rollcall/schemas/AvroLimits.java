package dev.rollcall.schemas;

/**
 * Limits the lengths that Avro accepts. Without limits, Avro allocates memory for a
 * declared length before it reads the bytes, so a record of a few bytes can exhaust the
 * heap.
 */
public final class AvroLimits {

	/** 4 MiB: no record is larger, see max.message.bytes of the dead-letter topics. */
	private static final String MAX_BYTES = Integer.toString(4 * 1024 * 1024);

	private static final String MAX_ITEMS = "1000000";

	private AvroLimits() {
	}

	/**
	 * Sets Avro's limits for this JVM, except those that are already set as system
	 * properties. Call it before the first record is decoded: Avro reads them once.
	 */
	public static void apply() {
		setDefault("org.apache.avro.limits.bytes.maxLength", MAX_BYTES);
		setDefault("org.apache.avro.limits.string.maxLength", MAX_BYTES);
		setDefault("org.apache.avro.limits.collectionItems.maxLength", MAX_ITEMS);
	}

	private static void setDefault(String name, String value) {
		if (System.getProperty(name) == null) {
			System.setProperty(name, value);
		}
	}

}
