package dev.rollcall.projection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Remembers the keys that took effect.
 */
record RecordingEffect(List<String> topics, List<String> keys) implements Effect {

	static RecordingEffect of(String topic) {
		return new RecordingEffect(List.of(topic), new CopyOnWriteArrayList<>());
	}

	@Override
	public String name() {
		return "deliveries";
	}

	@Override
	public void record(EventRecord record) {
		this.keys.add(record.key());
	}

}
