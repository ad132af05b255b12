package dev.rollcall.pages.view;

import java.time.Duration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Stylesheets, scripts and pictures: a fixed list of those of these pages, and two files
 * of the operator.
 */
@Configuration(proxyBeanMethods = false)
class AssetRoutes {

	private static final MediaType STYLE = MediaType.valueOf("text/css;charset=UTF-8");

	private static final MediaType PICTURE = MediaType.valueOf("image/svg+xml");

	private static final CacheControl KEPT = CacheControl.maxAge(Duration.ofHours(1)).cachePublic();

	@Bean
	RouterFunction<ServerResponse> files(Branding branding) {
		RouterFunctions.Builder routes = RouterFunctions.route();
		add(routes, "/assets/pages.css", new ClassPathResource("static/assets/pages.css"), STYLE);
		add(routes, "/assets/icon.svg", new ClassPathResource("static/assets/icon.svg"), PICTURE);
		if (branding.style()) {
			add(routes, "/assets/brand/brand.css", new FileSystemResource(branding.file(Branding.STYLE)), STYLE);
		}
		if (branding.logo()) {
			add(routes, "/assets/brand/logo.svg", new FileSystemResource(branding.file(Branding.LOGO)), PICTURE);
		}
		return routes.build();
	}

	private static void add(RouterFunctions.Builder routes, String path, Resource resource, MediaType type) {
		routes.GET(path, (request) -> ServerResponse.ok().contentType(type).cacheControl(KEPT).bodyValue(resource));
	}

}
