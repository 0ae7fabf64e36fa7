#include "refserver/refserver_kit.h"

static void tls_is_closed_by_an_alert(void **state)
{
    (void)state;
    struct client client;
    with_fault(NULL, true, CLOSE_GET("/large"), PATIENCE_MS, &client);
    assert_true(client.has_alert && client.has_fin);
    assert_true(client.received.len > 65536);
    text_done(&client.received);
    with_fault("fin-without-close-notify", true, CLOSE_GET("/"), PATIENCE_MS, &client);
    assert_int_equal(responses(&client), 1);
    assert_true(client.has_fin && !client.has_alert);
    text_done(&client.received);
}

static void tls_truncation_is_survived(void **state)
{
    (void)state;
    for (unsigned is_faulty = 0; is_faulty < 2; is_faulty++) {
        struct house house;
        struct client client;
        open_house(&house, is_faulty ? "dies-after-truncation" : NULL, true);
        talk_until_answer(&house, &client, GET("/"));
        shut_client(&client);
        wait_for(&client, PATIENCE_MS);
        assert_true(client.has_alert && client.has_fin);
        end_client(&client);
        talk_until_answer(&house, &client, GET("/"));
        assert_int_equal(responses(&client), 1);
        stream_shutdown_write(client.stream);
        wait_for(&client, PATIENCE_MS);
        end_client(&client);
        talk(&house, &client, CLOSE_GET("/"), PATIENCE_MS);
        assert_int_equal(responses(&client), is_faulty ? 0 : 1);
        assert_true(client.has_alert && client.has_fin);
        shut_client(&client);
        end_client(&client);
        talk(&house, &client, CLOSE_GET("/"), PATIENCE_MS);
        assert_int_equal(responses(&client), 1);
        end_client(&client);
        close_house(&house);
    }
}

static void plain_text_on_a_tls_port_is_survived(void **state)
{
    (void)state;
    struct house house;
    struct client client;
    open_house(&house, NULL, true);
    struct tls_context *client_tls = house.client_tls;
    house.client_tls = NULL;
    talk(&house, &client, GET("/"), PATIENCE_MS);
    assert_true(has_ended(&client));
    assert_int_equal(responses(&client), 0);
    end_client(&client);
    house.client_tls = client_tls;
    talk(&house, &client, CLOSE_GET("/"), PATIENCE_MS);
    assert_int_equal(responses(&client), 1);
    end_client(&client);
    close_house(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tls_is_closed_by_an_alert),
        cmocka_unit_test(tls_truncation_is_survived),
        cmocka_unit_test(plain_text_on_a_tls_port_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
