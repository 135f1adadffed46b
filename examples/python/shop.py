"""The checkout of a small shop."""

import uuid

from till import Refused, call


def checkout(api, token, product_id, quantity, payment_token):
    """Orders a product and pays it. Returns what to show the customer."""
    basket = {"items": [{"productId": product_id, "quantity": quantity}], "paymentMethod": "ONLINE"}
    try:
        order = call("POST", f"{api}/orders", basket, token, idempotency_key=str(uuid.uuid4()))
    except Refused as refused:
        if refused.code == "OUT_OF_STOCK":
            return {"outcome": "sold out", "message": str(refused)}
        raise
    source = {"source": {"token": payment_token}}
    try:
        paid = call("POST", f"{api}/orders/{order['id']}/pay", source, token, idempotency_key=str(uuid.uuid4()))
    except Refused as refused:
        if refused.code == "PAYMENT_DECLINED":
            return {"outcome": "declined", "order_id": order["id"], "message": str(refused)}
        raise
    return {"outcome": "paid", "order_id": order["id"], "receipt": paid["order"]["receiptUrl"]}
