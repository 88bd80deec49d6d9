package dev.holdfast.webhook;

import dev.holdfast.log.SettingsMessages;
import dev.holdfast.name.TenantId;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.rpc.PageSize;
import dev.holdfast.v1.GetWebhookDeliveryRequest;
import dev.holdfast.v1.GetWebhookDeliveryResponse;
import dev.holdfast.v1.ListWebhookDeliveriesRequest;
import dev.holdfast.v1.ListWebhookDeliveriesResponse;
import dev.holdfast.v1.RedeliverWebhookRequest;
import dev.holdfast.v1.RedeliverWebhookResponse;
import dev.holdfast.v1.SendTestWebhookRequest;
import dev.holdfast.v1.SendTestWebhookResponse;
import dev.holdfast.v1.WebhookServiceGrpc;
import dev.holdfast.webhook.DeliveryStore.Found;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Webhooks over gRPC and typed REST. */
public final class WebhookService extends WebhookServiceGrpc.WebhookServiceImplBase {

    private final Webhooks webhooks;

    public WebhookService(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public void listWebhookDeliveries(
            ListWebhookDeliveriesRequest request, StreamObserver<ListWebhookDeliveriesResponse> answer) {
        DeliveryQuery query = WebhookRequests.query(tenant(), request);
        int size = PageSize.parse(request.getPageSize());
        // One more than asked for tells whether there is a next page.
        List<Delivery> found = webhooks.list(query, WebhookRequests.pageToken(request.getPageToken()), size + 1);
        List<Delivery> page = found.subList(0, Math.min(size, found.size()));
        ListWebhookDeliveriesResponse.Builder response = ListWebhookDeliveriesResponse.newBuilder()
                .addAllDeliveries(page.stream().map(WebhookMessages::delivery).toList());
        if (found.size() > size) {
            response.setNextPageToken(page.getLast().id().toString());
        }
        answer.onNext(response.build());
        answer.onCompleted();
    }

    @Override
    public void getWebhookDelivery(
            GetWebhookDeliveryRequest request, StreamObserver<GetWebhookDeliveryResponse> answer) {
        Found found = webhooks.require(tenant(), WebhookRequests.id(request.getDeliveryId()));
        answer.onNext(GetWebhookDeliveryResponse.newBuilder()
                .setDelivery(WebhookMessages.delivery(found.delivery()))
                .setBody(SettingsMessages.json(found.body()))
                .build());
        answer.onCompleted();
    }

    @Override
    public void redeliverWebhook(RedeliverWebhookRequest request, StreamObserver<RedeliverWebhookResponse> answer) {
        Delivery due = webhooks.redeliver(tenant(), WebhookRequests.id(request.getDeliveryId()));
        answer.onNext(RedeliverWebhookResponse.newBuilder()
                .setDelivery(WebhookMessages.delivery(due))
                .build());
        answer.onCompleted();
    }

    @Override
    public void sendTestWebhook(SendTestWebhookRequest request, StreamObserver<SendTestWebhookResponse> answer) {
        Delivery due = webhooks.test(tenant(), request.getEndpointName());
        answer.onNext(SendTestWebhookResponse.newBuilder()
                .setDelivery(WebhookMessages.delivery(due))
                .build());
        answer.onCompleted();
    }

    private static TenantId tenant() {
        return CallContext.caller().tenant();
    }
}
