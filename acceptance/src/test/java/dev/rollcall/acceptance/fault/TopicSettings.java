package dev.rollcall.acceptance.fault;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Changes settings of topics, as an operator does.
 */
final class TopicSettings {

	private final FaultSystem system;

	TopicSettings(FaultSystem system) {
		this.system = system;
	}

	void set(Collection<String> topics, String setting, long value) {
		Collection<AlterConfigOp> change = List
			.of(new AlterConfigOp(new ConfigEntry(setting, Long.toString(value)), AlterConfigOp.OpType.SET));
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", this.system.bootstrapServers()))) {
			admin
				.incrementalAlterConfigs(topics.stream()
					.collect(Collectors.toMap((topic) -> new ConfigResource(ConfigResource.Type.TOPIC, topic),
							(topic) -> change)))
				.all()
				.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
