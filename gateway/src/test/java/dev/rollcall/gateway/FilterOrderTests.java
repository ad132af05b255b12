package dev.rollcall.gateway;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

class FilterOrderTests {

	private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("dev.rollcall.gateway");

	@Test
	void ordersAreDistinct() {
		assertThat(orders()).doesNotHaveDuplicates();
	}

	@Test
	void eachFilterHasItsOwnOrderFromTheList() {
		List<Integer> used = this.classes.stream()
			.filter((type) -> isFilter(type.reflect()))
			.map((type) -> type.getAnnotationOfType(Order.class).value())
			.toList();
		assertThat(used).isNotEmpty().doesNotHaveDuplicates();
		assertThat(orders()).containsAll(used);
	}

	@Test
	void hopByHopFilterComesBeforeTheGatewaysHeaderFilters() throws IOException {
		Object order = new YamlPropertySourceLoader().load("gateway", new ClassPathResource("application.yml"))
			.get(0)
			.getProperty("spring.cloud.gateway.server.webflux.filter.remove-hop-by-hop.order");
		assertThat((Integer) order).isLessThan(FilterOrder.CLIENT_HEADERS);
	}

	private static boolean isFilter(Class<?> type) {
		return WebFilter.class.isAssignableFrom(type) || GlobalFilter.class.isAssignableFrom(type)
				|| HttpHeadersFilter.class.isAssignableFrom(type);
	}

	private static List<Integer> orders() {
		return Arrays.stream(FilterOrder.class.getFields()).map(FilterOrderTests::value).toList();
	}

	private static int value(Field constant) {
		try {
			return constant.getInt(null);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
