package dev.rollcall.benchmark.result;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ChartTests {

	@Test
	void lengthsOfBarsAreInProportion() throws Exception {
		Map<String, Double> values = new LinkedHashMap<>();
		values.put("a & b", 30.0);
		values.put("c", 60.0);
		NodeList rectangles = parse(Chart.of("<title>", values).svg()).getElementsByTagName("rect");
		// The first rectangle is the background.
		assertThat(width(rectangles, 2)).isEqualTo(2 * width(rectangles, 1), within(0.2));
	}

	@Test
	void barHasItsPartsOneAfterTheOther() throws Exception {
		Chart chart = new Chart("CPU", Map.of("sign-in", Map.of("store", 10.0, "gateway", 5.0)));
		NodeList rectangles = parse(chart.svg()).getElementsByTagName("rect");
		assertThat(width(rectangles, 2)).isEqualTo(2 * width(rectangles, 1), within(0.2));
		assertThat(value(rectangles, 2, "x")).isEqualTo(value(rectangles, 1, "x") + width(rectangles, 1), within(0.1));
	}

	private static double width(NodeList rectangles, int number) {
		return value(rectangles, number, "width");
	}

	private static double value(NodeList rectangles, int number, String attribute) {
		return Double.parseDouble(((Element) rectangles.item(number)).getAttribute(attribute));
	}

	private static Document parse(String svg) throws Exception {
		return DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
	}

}
