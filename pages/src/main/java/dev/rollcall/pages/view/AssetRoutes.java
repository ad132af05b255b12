package dev.rollcall.pages.view;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Stylesheets, scripts and pictures: a fixed list of those of these pages, and two files
 * of the operator.
 */
@Configuration(proxyBeanMethods = false)
class AssetRoutes {

	private static final MediaType STYLE = MediaType.valueOf("text/css;charset=UTF-8");

	private static final MediaType SCRIPT = MediaType.valueOf("text/javascript;charset=UTF-8");

	private static final MediaType PICTURE = MediaType.valueOf("image/svg+xml");

	private static final CacheControl KEPT = CacheControl.maxAge(Duration.ofHours(1)).cachePublic();

	private static final String PREFIX = "/assets/";

	private static final int VERSION_LENGTH = 12;

	private final Map<String, Asset> assets = new LinkedHashMap<>();

	AssetRoutes(Branding branding) {
		this.assets.put("/assets/pages.css", new Asset(new ClassPathResource("static/assets/pages.css"), STYLE));
		this.assets.put("/assets/pages.js", new Asset(new ClassPathResource("static/assets/pages.js"), SCRIPT));
		this.assets.put("/assets/icon.svg", new Asset(new ClassPathResource("static/assets/icon.svg"), PICTURE));
		if (branding.style()) {
			this.assets.put("/assets/brand/brand.css",
					new Asset(new FileSystemResource(branding.file(Branding.STYLE)), STYLE));
		}
		if (branding.logo()) {
			this.assets.put("/assets/brand/logo.svg",
					new Asset(new FileSystemResource(branding.file(Branding.LOGO)), PICTURE));
		}
	}

	/** Whether the request is for such a file. */
	static boolean serves(ServerHttpRequest request) {
		return request.getPath().value().startsWith(PREFIX);
	}

	@Bean
	RouterFunction<ServerResponse> files(AssetVersion version) {
		RouterFunctions.Builder routes = RouterFunctions.route();
		this.assets.forEach((path, asset) -> routes.GET(path,
				(request) -> ServerResponse.ok()
					.contentType(asset.type())
					.cacheControl(version.isOf(request) ? KEPT : CacheControl.noStore())
					.bodyValue(asset.content())));
		return routes.build();
	}

	/**
	 * Changes with the files, so that a new page finds no old stylesheet in the browser's
	 * cache.
	 */
	@Bean
	AssetVersion assetVersion() throws IOException, NoSuchAlgorithmException {
		MessageDigest digest = MessageDigest.getInstance("SHA-256");
		for (Asset asset : this.assets.values()) {
			digest.update(asset.content().getContentAsByteArray());
		}
		return new AssetVersion(HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_LENGTH));
	}

	private record Asset(Resource content, MediaType type) {
	}

	/**
	 * The version of all files together.
	 */
	record AssetVersion(String value) {

		/**
		 * Whether a request is for this version, or for none. During an update of several
		 * instances a page may come from one and its files from another.
		 */
		boolean isOf(ServerRequest request) {
			return request.queryParam("v").map(this.value::equals).orElse(true);
		}

	}

}
