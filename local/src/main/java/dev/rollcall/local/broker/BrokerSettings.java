package dev.rollcall.local.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings of a single broker that starts fast and needs little memory.
 */
final class BrokerSettings {

	private BrokerSettings() {
	}

	/**
	 * Returns the settings.
	 * @param more additional listeners: the port to listen on, by the port to advertise
	 */
	static Map<String, String> of(Path data, int port, int controllerPort, Map<Integer, Integer> more) {
		Map<String, String> settings = new HashMap<>(Map.of("process.roles", "broker,controller", "node.id", "1",
				"controller.listener.names", "CONTROLLER", "inter.broker.listener.name", "BROKER"));
		settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
		settings.putAll(listeners(port, controllerPort, more));
		settings.put("log.dirs", data.toString());
		// The registry's journal is the only copy of the schemas and sets no retention.
		settings.put("log.retention.ms", "-1");
		// A restart waits until the broker's previous session has expired; default 9 s.
		settings.put("broker.session.timeout.ms", "3000");
		settings.put("broker.heartbeat.interval.ms", "500");
		settings.putAll(topics());
		settings.putAll(groups());
		settings.putAll(size());
		return settings;
	}

	private static Map<String, String> listeners(int port, int controllerPort, Map<Integer, Integer> more) {
		StringBuilder protocols = new StringBuilder("BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
		StringBuilder listeners = new StringBuilder(
				"BROKER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
		StringBuilder advertised = new StringBuilder("BROKER://127.0.0.1:%d".formatted(port));
		more.forEach((advertisedPort, listenPort) -> {
			String name = "VIA" + advertisedPort;
			protocols.append(",%s:PLAINTEXT".formatted(name));
			listeners.append(",%s://127.0.0.1:%d".formatted(name, listenPort));
			advertised.append(",%s://127.0.0.1:%d".formatted(name, advertisedPort));
		});
		return Map.of("listener.security.protocol.map", protocols.toString(), "listeners", listeners.toString(),
				"advertised.listeners", advertised.toString());
	}

	private static Map<String, String> topics() {
		return Map.of("auto.create.topics.enable", "false", "num.partitions", "6", "default.replication.factor", "1",
				"offsets.topic.replication.factor", "1", "offsets.topic.num.partitions", "6",
				"transaction.state.log.replication.factor", "1", "transaction.state.log.min.isr", "1",
				"transaction.state.log.num.partitions", "6", "share.coordinator.state.topic.replication.factor", "1",
				"share.coordinator.state.topic.min.isr", "1");
	}

	/**
	 * A dead consumer leaves its group after 6 s. The transaction of a dead producer is
	 * aborted within a second of its timeout.
	 */
	private static Map<String, String> groups() {
		return Map.of("group.initial.rebalance.delay.ms", "0", "group.min.session.timeout.ms", "6000",
				"group.consumer.session.timeout.ms", "6000", "group.consumer.min.session.timeout.ms", "6000",
				"group.consumer.heartbeat.interval.ms", "2000", "group.consumer.min.heartbeat.interval.ms", "2000",
				"transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
	}

	private static Map<String, String> size() {
		return Map.of("num.network.threads", "2", "num.io.threads", "4", "background.threads", "2",
				"num.recovery.threads.per.data.dir", "2", "log.cleaner.dedupe.buffer.size", "16777216",
				"log.cleaner.io.buffer.size", "131072", "log.segment.delete.delay.ms", "1000",
				"socket.request.max.bytes", "16777216", "controlled.shutdown.enable", "false");
	}

}
