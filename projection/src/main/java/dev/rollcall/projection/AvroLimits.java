package dev.rollcall.projection;

/**
 * Avro believes a length before it has seen the bytes: a few hostile ones would take the
 * whole heap. Its limits are system properties, read once; what the application sets
 * stays.
 */
final class AvroLimits {

	/** No record is longer: max.message.bytes of the dead-letter topics. */
	private static final String MAX_BYTES = Integer.toString(4 * 1024 * 1024);

	private static final String MAX_ITEMS = "1000000";

	private AvroLimits() {
	}

	static void apply() {
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
