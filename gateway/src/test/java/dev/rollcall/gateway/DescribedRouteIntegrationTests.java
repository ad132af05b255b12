package dev.rollcall.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cloud.gateway.handler.predicate.PathRoutePredicateFactory;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/** Every route is described in openapi.json. */
@GatewayTest
class DescribedRouteIntegrationTests {

	@Autowired
	private RouteLocator routes;

	@Test
	void everyRouteIsDescribed() throws IOException {
		List<PathContainer> described = new ArrayList<>();
		JsonMapper.shared()
			.readTree(new ClassPathResource("openapi.json").getContentAsByteArray())
			.path("paths")
			.propertyNames()
			.forEach((path) -> described.add(PathContainer.parsePath(path.replaceAll("[{}]", ""))));
		List<String> patterns = new ArrayList<>();
		this.routes.getRoutes().toIterable().forEach((route) -> route.getPredicate().accept((predicate) -> {
			if (predicate.getConfig() instanceof PathRoutePredicateFactory.Config paths) {
				patterns.addAll(paths.getPatterns());
			}
		}));

		assertThat(patterns).hasSizeGreaterThan(10)
			.allSatisfy((pattern) -> assertThat(described)
				.anyMatch(PathPatternParser.defaultInstance.parse(pattern)::matches));
	}

}
