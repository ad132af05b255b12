package dev.rollcall.acceptance.manifest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.Topic;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The manifests agree with the topic catalogue in {@code schemas/}.
 */
class TopicManifestTests {

	private static final int KEYED = 12;

	@Test
	void topicsAreThoseOfTheCatalogue() {
		Map<String, Object> expected = new TreeMap<>();
		Topic.all().forEach((topic) -> expected.put(topic.name(), described(topic)));
		Map<String, Object> found = new TreeMap<>();
		Manifests.read("components/strimzi/topics.yaml", "KafkaTopic")
			.forEach((manifest) -> found.put(Manifests.name(manifest), described(Manifests.spec(manifest))));
		assertThat(found).isEqualTo(expected);
	}

	@Test
	void usersAreGrantedExactlyTheTopicsOfTheCatalogue() {
		List<String> topics = Topic.all().stream().map(Topic::name).toList();
		List<String> named = Manifests.read("components/strimzi/users.yaml", "KafkaUser")
			.stream()
			.flatMap((user) -> Manifests.acls(user).stream())
			.map((acl) -> acl.pattern())
			.filter((pattern) -> pattern.resourceType() == ResourceType.TOPIC)
			.map((pattern) -> pattern.name())
			.filter((name) -> !name.equals("rollcall-"))
			.toList();
		assertThat(topics).containsAll(named);
		assertThat(named).containsAll(topics);
	}

	@Test
	void autoscalingFollowsTheFixedGroups() {
		TreeSet<String> expected = Consumer.all()
			.stream()
			.filter((consumer) -> List.of(Consumer.SESSIONS, Consumer.DELIVERIES).contains(consumer))
			.flatMap((consumer) -> consumer.topics().stream().map((topic) -> consumer.group() + " " + topic.name()))
			.collect(Collectors.toCollection(TreeSet::new));
		List<Map<String, Object>> scaled = Manifests.read("components/keda/autoscaling.yaml", "ScaledObject");
		assertThat(scaled).allMatch((manifest) -> Manifests.spec(manifest).get("maxReplicaCount").equals(KEYED));
		assertThat(scaled.stream()
			.flatMap((manifest) -> Manifests.list(Manifests.spec(manifest).get("triggers")).stream())
			.map(Manifests::map)
			.filter((trigger) -> trigger.get("type").equals("kafka"))
			.map((trigger) -> Manifests.map(trigger.get("metadata")))
			.map((settings) -> settings.get("consumerGroup") + " " + settings.get("topic")))
			.containsExactlyInAnyOrderElementsOf(expected);
	}

	private static Map<String, Object> described(Topic topic) {
		Map<String, Object> described = new TreeMap<>(topic.settings());
		described.put("partitions", (topic.partitions() != Topic.KEYED) ? topic.partitions() : KEYED);
		return described;
	}

	private static Map<String, Object> described(Map<String, Object> spec) {
		Map<String, Object> described = new TreeMap<>();
		Manifests.map(spec.get("config")).forEach((name, value) -> described.put(name, value.toString()));
		described.put("partitions", spec.get("partitions"));
		return described;
	}

}
