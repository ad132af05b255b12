package dev.rollcall.acceptance.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.rollcall.acceptance.Launcher;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.yaml.snakeyaml.Yaml;

/**
 * The manifests in {@code k8s/}.
 */
final class Manifests {

	private static final Path FOLDER = Launcher.ROOT.resolve("k8s");

	private Manifests() {
	}

	/** All resources of a kind in a file. */
	static List<Map<String, Object>> read(String file, String kind) {
		try {
			List<Map<String, Object>> found = new ArrayList<>();
			for (Object document : new Yaml().loadAll(Files.readString(FOLDER.resolve(file)))) {
				Map<String, Object> manifest = map(document);
				if (kind.equals(manifest.get("kind"))) {
					found.add(manifest);
				}
			}
			return found;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String name(Map<String, Object> manifest) {
		return (String) map(manifest.get("metadata")).get("name");
	}

	static Map<String, Object> spec(Map<String, Object> manifest) {
		return map(manifest.get("spec"));
	}

	@SuppressWarnings("unchecked") // the keys of a YAML mapping are texts here
	static Map<String, Object> map(Object value) {
		return (Map<String, Object>) value;
	}

	@SuppressWarnings("unchecked") // any list is one of objects
	static List<Object> list(Object value) {
		return (List<Object>) value;
	}

	/** The ACLs of a KafkaUser, as the user operator creates them. */
	static List<AclBinding> acls(Map<String, Object> user) {
		return list(map(spec(user).get("authorization")).get("acls")).stream()
			.map(Manifests::map)
			.flatMap((acl) -> acls(name(user), acl))
			.toList();
	}

	private static Stream<AclBinding> acls(String user, Map<String, Object> acl) {
		Map<String, Object> resource = map(acl.get("resource"));
		ResourceType type = switch ((String) resource.get("type")) {
			case "topic" -> ResourceType.TOPIC;
			case "group" -> ResourceType.GROUP;
			case "transactionalId" -> ResourceType.TRANSACTIONAL_ID;
			default -> throw new IllegalArgumentException(resource.toString());
		};
		PatternType pattern = "prefix".equals(resource.get("patternType")) ? PatternType.PREFIXED : PatternType.LITERAL;
		return list(acl.get("operations")).stream()
			.map((operation) -> new AclBinding(new ResourcePattern(type, (String) resource.get("name"), pattern),
					new AccessControlEntry("User:" + user, "*", operation((String) operation),
							AclPermissionType.ALLOW)));
	}

	/** Strimzi writes DescribeConfigs where Kafka writes DESCRIBE_CONFIGS. */
	private static AclOperation operation(String name) {
		return AclOperation.fromString(name.replaceAll("(?<=[a-z])(?=[A-Z])", "_"));
	}

}
