package dev.rollcall.pages;

import java.util.function.Consumer;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.util.DefaultUriBuilderFactory;

/**
 * Requests pages and sends their forms. The stub of the gateway has forgotten earlier
 * tests.
 */
final class Browser {

	static final StubGateway GATEWAY = new StubGateway();

	/** The cookie whose value the forms carry. */
	static final String FORM = "__Host-pages-form";

	private static final String TOKEN = "A".repeat(24);

	private final WebTestClient client;

	Browser(int port) {
		DefaultUriBuilderFactory asWritten = new DefaultUriBuilderFactory("http://127.0.0.1:" + port);
		asWritten.setEncodingMode(DefaultUriBuilderFactory.EncodingMode.NONE);
		this.client = WebTestClient.bindToServer().uriBuilderFactory(asWritten).build();
		GATEWAY.reset();
	}

	WebTestClient client() {
		return this.client;
	}

	String get(String path, String language) {
		return body(this.client.get().uri(path).header(HttpHeaders.ACCEPT_LANGUAGE, language).exchange());
	}

	WebTestClient.ResponseSpec post(String path, MultiValueMap<String, String> form) {
		return post(path, form, (request) -> {
		});
	}

	WebTestClient.ResponseSpec post(String path, MultiValueMap<String, String> form,
			Consumer<WebTestClient.RequestBodySpec> more) {
		WebTestClient.RequestBodySpec request = this.client.post()
			.uri(path)
			.cookie(FORM, TOKEN)
			.contentType(MediaType.APPLICATION_FORM_URLENCODED);
		more.accept(request);
		return request.body(BodyInserters.fromFormData(form)).exchange();
	}

	/** Sends a form and returns where its answer leads. */
	String location(String path, String... fields) {
		return String.valueOf(post(path, form(fields)).expectStatus()
			.isSeeOther()
			.returnResult(String.class)
			.getResponseHeaders()
			.getLocation());
	}

	static String body(WebTestClient.ResponseSpec response) {
		return String.valueOf(response.expectBody(String.class).returnResult().getResponseBody());
	}

	static MultiValueMap<String, String> form(String... pairs) {
		MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
		form.add("csrf", TOKEN);
		for (int i = 0; i < pairs.length; i += 2) {
			form.add(pairs[i], pairs[i + 1]);
		}
		return form;
	}

}
