package dev.rollcall.tracing;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Derives Boot's tracing settings from {@code rollcall.traces.url}. If it is missing or
 * empty, tracing is not configured at all and costs nothing. The settings are defaults:
 * an application's own settings win.
 */
final class TracesEnvironmentPostProcessor implements EnvironmentPostProcessor {

	static final String ENABLED = "rollcall.traces.enabled";

	private static final String URL = "rollcall.traces.url";

	private static final String BOOT = "org.springframework.boot.";

	private static final String OPEN_TELEMETRY = BOOT + "micrometer.tracing.opentelemetry.autoconfigure.";

	private static final String UNUSED = String.join(",", OPEN_TELEMETRY + "OpenTelemetryTracingAutoConfiguration",
			OPEN_TELEMETRY + "otlp.OtlpTracingAutoConfiguration",
			BOOT + "micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
			BOOT + "micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
			BOOT + "opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		boolean enabled = StringUtils.hasText(environment.getProperty(URL));
		Map<String, Object> settings = new HashMap<>(
				enabled ? sending() : Map.of("spring.autoconfigure.exclude", UNUSED));
		settings.put(ENABLED, enabled);
		environment.getPropertySources().addLast(new MapPropertySource("traces", settings));
	}

	private static Map<String, Object> sending() {
		Map<String, Object> settings = new HashMap<>();
		settings.put("management.opentelemetry.tracing.export.otlp.endpoint", "${" + URL + "}");
		// Limits how long an unavailable collector delays a process that stops.
		settings.put("management.opentelemetry.tracing.export.otlp.connect-timeout", "1s");
		settings.put("management.opentelemetry.tracing.export.otlp.timeout", "3s");
		settings.put("management.tracing.sampling.probability", "${rollcall.traces.sampling:1.0}");
		settings.put("management.tracing.propagation.produce", "W3C");
		settings.put("management.tracing.propagation.consume", "W3C");
		settings.put("management.tracing.baggage.enabled", false);
		settings.put("spring.reactor.context-propagation", "auto");
		// Would log a stack trace every minute; DiscreetExporter logs once per outage.
		settings.put("logging.level.io.opentelemetry.exporter", "off");
		return settings;
	}

}
