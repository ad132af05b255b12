package dev.rollcall.pages.view;

import java.net.URI;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator may change about all pages.
 *
 * @param languages tags of the languages that have texts (BCP 47)
 * @param texts a folder with files such as {@code texts_de.properties}, whose texts
 * replace those of Rollcall or add a language; empty for none
 * @param branding a folder with {@code brand.css} (variables) and {@code logo.svg}; empty
 * for none
 * @param product the product's name in titles and texts
 * @param returnTo addresses to which a sign-in may lead back, compared up to the query
 */
@ConfigurationProperties("rollcall.pages")
public record ViewProperties(@DefaultValue( {
		"en", "de", "es", "fr", "ja", "zh-CN" }) List<String> languages, @DefaultValue("") String texts,
		@DefaultValue("") String branding, @DefaultValue("Rollcall") String product, @DefaultValue List<URI> returnTo){
}
