package dev.rollcall.local.topic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The lag of consumer groups, in offsets. A group that has read everything may have a lag
 * of 1 per partition, because the marker that ends a transaction takes an offset.
 */
public final class ConsumerLag {

	private static final int TIMEOUT_MILLIS = 3000;

	private ConsumerLag() {
	}

	/**
	 * Returns the lag of each group, summed over the partitions with committed offsets.
	 * Empty if the broker does not respond.
	 */
	public static Map<String, Long> byGroup(String bootstrapServers) throws InterruptedException {
		Map<String, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
				AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
				AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
		try (Admin admin = Admin.create(settings)) {
			return byGroup(admin);
		}
		catch (ExecutionException ex) {
			return Map.of();
		}
	}

	private static Map<String, Long> byGroup(Admin admin) throws InterruptedException, ExecutionException {
		List<String> groups = admin.listGroups(ListGroupsOptions.forConsumerGroups())
			.all()
			.get()
			.stream()
			.map(GroupListing::groupId)
			.toList();
		if (groups.isEmpty()) {
			return Map.of();
		}
		Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = admin
			.listConsumerGroupOffsets(groups.stream()
				.collect(Collectors.toMap((group) -> group, (group) -> new ListConsumerGroupOffsetsSpec())))
			.all()
			.get();
		Map<TopicPartition, ListOffsetsResultInfo> ends = admin
			.listOffsets(committed.values()
				.stream()
				.flatMap((offsets) -> offsets.keySet().stream())
				.distinct()
				.collect(Collectors.toMap((partition) -> partition, (partition) -> OffsetSpec.latest())))
			.all()
			.get();
		Map<String, Long> lags = new HashMap<>();
		committed.forEach((group, offsets) -> lags.put(group, lag(offsets, ends)));
		return lags;
	}

	private static long lag(Map<TopicPartition, OffsetAndMetadata> committed,
			Map<TopicPartition, ListOffsetsResultInfo> ends) {
		return committed.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() != null)
			.mapToLong((entry) -> Math.max(0,
					Objects.requireNonNull(ends.get(entry.getKey())).offset() - entry.getValue().offset()))
			.sum();
	}

}
