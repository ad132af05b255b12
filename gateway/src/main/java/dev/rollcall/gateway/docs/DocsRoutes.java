package dev.rollcall.gateway.docs;

import java.io.IOException;
import java.util.Map;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Serves one API description for all services, which tests compare with the running
 * system, and a page that shows it. All scripts and styles come from this gateway.
 */
@Configuration(proxyBeanMethods = false)
public class DocsRoutes {

	private static final String DESCRIPTION = "/openapi.json";

	private static final String PAGE = "/docs";

	private static final String FILES = PAGE + "/";

	private static final MediaType SCRIPT = MediaType.valueOf("text/javascript");

	private static final MediaType STYLE = MediaType.valueOf("text/css");

	/** Whether the request reads the description or its page. */
	public static boolean serves(ServerHttpRequest request) {
		String path = request.getPath().value();
		return HttpMethod.GET.equals(request.getMethod())
				&& (path.equals(DESCRIPTION) || path.equals(PAGE) || path.startsWith(FILES));
	}

	@Bean
	RouterFunction<ServerResponse> docs() throws IOException {
		RouterFunctions.Builder routes = RouterFunctions.route();
		Map<String, Resource> own = Map.of(DESCRIPTION, new ClassPathResource("openapi.json"), PAGE,
				new ClassPathResource("docs/index.html"), FILES + "start.js", new ClassPathResource("docs/start.js"));
		own.forEach((path, resource) -> add(routes, path, resource));
		for (String file : new String[] { "swagger-ui.css", "swagger-ui-bundle.js" }) {
			add(routes, FILES + file, fromLibrary(file));
		}
		return routes.build();
	}

	private static void add(RouterFunctions.Builder routes, String path, Resource resource) {
		routes.GET(path, (request) -> ServerResponse.ok().contentType(type(resource)).bodyValue(resource));
	}

	private static MediaType type(Resource resource) {
		String name = String.valueOf(resource.getFilename());
		if (name.endsWith(".js")) {
			return SCRIPT;
		}
		if (name.endsWith(".css")) {
			return STYLE;
		}
		return name.endsWith(".json") ? MediaType.APPLICATION_JSON : MediaType.TEXT_HTML;
	}

	/** The library's version is in its path. */
	private static Resource fromLibrary(String file) throws IOException {
		Resource[] found = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:META-INF/resources/webjars/swagger-ui/*/" + file);
		if (found.length != 1) {
			throw new IllegalStateException("Expected exactly one " + file + " on the class path");
		}
		return found[0];
	}

}
