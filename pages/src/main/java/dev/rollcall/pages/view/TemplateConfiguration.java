package dev.rollcall.pages.view;

import com.samskivert.mustache.Mustache;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How templates are read. */
@Configuration(proxyBeanMethods = false)
class TemplateConfiguration {

	@Bean
	Mustache.Compiler templates(Mustache.TemplateLoader loader) {
		return Mustache.compiler().emptyStringIsFalse(true).withLoader(loader);
	}

}
