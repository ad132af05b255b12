package dev.rollcall.benchmark.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A chart of stacked horizontal bars, as SVG.
 *
 * @param bars the parts of each bar, by name
 */
record Chart(String title, Map<String, Map<String, Double>> bars) {

	private static final List<String> COLOURS = List.of("#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#3ca951",
			"#ff8ab7", "#a463f2", "#97bbf5", "#9c6b4e", "#9498a0", "#1b7f79");

	private static final int WIDTH = 820;

	private static final int LABEL = 250;

	private static final int VALUE = 80;

	private static final int BAR = 22;

	private static final int ROW = 32;

	private static final int TOP = 40;

	/** Creates a chart of bars that have one part each. */
	static Chart of(String title, Map<String, Double> values) {
		Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
		values.forEach((name, value) -> bars.put(name, Map.of("", value)));
		return new Chart(title, bars);
	}

	String svg() {
		List<String> parts = this.bars.values()
			.stream()
			.flatMap((bar) -> bar.keySet().stream())
			.distinct()
			.sorted()
			.toList();
		boolean legend = parts.size() > 1;
		int height = TOP + this.bars.size() * ROW + (legend ? 24 * ((parts.size() + 3) / 4) + 8 : 0) + 8;
		StringBuilder svg = new StringBuilder(
				"""
						<svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="13">
						<rect width="%1$d" height="%2$d" fill="white"/>
						<text x="10" y="22" font-size="15" font-weight="bold">%3$s</text>
						"""
					.formatted(WIDTH, height, escaped(this.title)));
		double largest = this.bars.values().stream().mapToDouble(Chart::sum).max().orElse(1);
		int y = TOP;
		for (Map.Entry<String, Map<String, Double>> bar : this.bars.entrySet()) {
			bar(svg, bar, parts, y, (WIDTH - LABEL - VALUE) / Math.max(largest, Double.MIN_NORMAL));
			y += ROW;
		}
		if (legend) {
			legend(svg, parts, y + 8);
		}
		return svg.append("</svg>\n").toString();
	}

	private static void bar(StringBuilder svg, Map.Entry<String, Map<String, Double>> bar, List<String> parts, int y,
			double scale) {
		text(svg, 10, y + 16, bar.getKey());
		double x = LABEL;
		for (String part : parts) {
			double width = Math.max(0, bar.getValue().getOrDefault(part, 0.0)) * scale;
			rectangle(svg, x, y, width, BAR, colour(parts.indexOf(part)));
			x += width;
		}
		text(svg, x + 6, y + 16, number(sum(bar.getValue())));
	}

	private static void legend(StringBuilder svg, List<String> parts, int top) {
		for (int i = 0; i < parts.size(); i++) {
			int x = 10 + (i % 4) * 200;
			int y = top + (i / 4) * 24;
			rectangle(svg, x, y, 12, 12, colour(i));
			text(svg, x + 18, y + 11, parts.get(i));
		}
	}

	private static void rectangle(StringBuilder svg, double x, int y, double width, int height, String colour) {
		svg.append(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
				x, y, width, height, colour));
	}

	private static void text(StringBuilder svg, double x, int y, String text) {
		svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s</text>%n", x, y, escaped(text)));
	}

	private static double sum(Map<String, Double> bar) {
		return bar.values().stream().mapToDouble((part) -> Math.max(0, part)).sum();
	}

	private static String colour(int number) {
		return COLOURS.get(number % COLOURS.size());
	}

	private static String number(double value) {
		return (value >= 100) ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.3g", value);
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

}
