package dev.rollcall.schemas;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A module that only reads events gets no dependency but Avro.
 */
class DependencyTests {

	@Test
	void avroIsTheOnlyDependencyThatUsersGet() throws Exception {
		assertThat(Stream.concat(transitive("pom.xml"), transitive("../pom.xml"))).containsExactly("avro");
	}

	private static Stream<String> transitive(String pom) throws Exception {
		Element project = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(Path.of(pom).toFile())
			.getDocumentElement();
		return children(project, "dependencies").stream()
			.flatMap((dependencies) -> children(dependencies, "dependency").stream())
			.filter((dependency) -> !text(dependency, "optional").equals("true"))
			.filter((dependency) -> !List.of("test", "provided").contains(text(dependency, "scope")))
			.map((dependency) -> text(dependency, "artifactId"));
	}

	private static String text(Element element, String name) {
		List<Element> found = children(element, name);
		return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
	}

	private static List<Element> children(Element parent, String name) {
		NodeList nodes = parent.getChildNodes();
		return IntStream.range(0, nodes.getLength())
			.mapToObj(nodes::item)
			.filter((node) -> node.getNodeName().equals(name))
			.map(Element.class::cast)
			.toList();
	}

}
