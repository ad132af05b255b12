package dev.rollcall.acceptance.manifest;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks Strimzi's manifests with Strimzi's classes, which keep unknown properties.
 */
class StrimziManifestTests {

	private static final Map<String, Class<?>> KINDS = Map.of("Kafka", Kafka.class, "KafkaNodePool",
			KafkaNodePool.class, "KafkaTopic", KafkaTopic.class, "KafkaUser", KafkaUser.class);

	private static final List<String> FILES = List.of("components/strimzi/kafka.yaml", "components/strimzi/topics.yaml",
			"components/strimzi/users.yaml", "components/registry/registry.yaml", "components/keda/autoscaling.yaml");

	private static final ObjectMapper JSON = new ObjectMapper();

	@Test
	void everyManifestIsUnderstood() {
		List<Map<String, Object>> manifests = KINDS.keySet().stream().flatMap(StrimziManifestTests::all).toList();
		assertThat(manifests).hasSizeGreaterThan(20)
			.allSatisfy((manifest) -> assertThat(unknown(manifest)).as(Manifests.name(manifest)).isEmpty())
			.allMatch((manifest) -> manifest.get("apiVersion").equals("kafka.strimzi.io/v1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Kafka", "KafkaNodePool", "KafkaTopic", "KafkaUser" })
	void wrongFieldIsFound(String kind) {
		Map<String, Object> manifest = new HashMap<>(all(kind).findFirst().orElseThrow());
		Map<String, Object> spec = new HashMap<>(Manifests.spec(manifest));
		spec.put("replicsa", 3);
		manifest.put("spec", spec);
		assertThat(unknown(manifest)).containsExactly("Spec.replicsa");
	}

	private static Stream<Map<String, Object>> all(String kind) {
		return FILES.stream().flatMap((file) -> Manifests.read(file, kind).stream());
	}

	private static List<String> unknown(Map<String, Object> manifest) {
		List<String> found = new ArrayList<>();
		collect(JSON.convertValue(manifest, KINDS.get(manifest.get("kind"))), "", found);
		return found;
	}

	private static void collect(Object value, String path, List<String> found) {
		if (value instanceof Collection<?> many) {
			many.forEach((one) -> collect(one, path, found));
		}
		else if (value != null && value.getClass().getName().startsWith("io.strimzi.api")
				&& !(value instanceof Enum<?>)) {
			Stream.of(value.getClass().getMethods())
				.filter((method) -> method.getName().startsWith("get") && method.getParameterCount() == 0)
				// The compiler adds a second getter if a subtype narrows the type.
				.filter(Predicate.not(Method::isBridge))
				.forEach((getter) -> collect(value, getter, path, found));
		}
	}

	private static void collect(Object value, Method getter, String path, List<String> found) {
		String name = getter.getName().substring("get".length());
		try {
			Object part = getter.invoke(value);
			if (name.equals("AdditionalProperties")) {
				((Map<?, ?>) part).keySet().forEach((unknown) -> found.add(path + unknown));
			}
			else {
				collect(part, path + name + ".", found);
			}
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
