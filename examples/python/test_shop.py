"""The tests of the shop: `python3 -m unittest`. Each has a till of its own."""

import unittest

from shop import checkout
from till import TillTestCase, call

ASHA, BEN, STAFF = "usr_asha", "usr_ben", "usr_meera"


class CheckoutTest(TillTestCase):
    def buy(self, who=ASHA, product=1, quantity=1, card="pm_card_visa"):
        return checkout(self.api, self.tokens[who], product, quantity, card)

    def order(self, order_id=1, who=ASHA):
        return call("GET", f"{self.api}/orders/{order_id}", token=self.tokens[who])

    def test_a_card_that_works_pays_the_order(self):
        bought = self.buy()
        self.assertEqual(bought["outcome"], "paid")
        self.assertEqual(self.order()["status"], "PAID")
        self.assertIn(self.till["url"], bought["receipt"])

    def test_a_declined_card_leaves_the_order_open(self):
        declined = self.buy(card="pm_card_visa_chargeDeclinedInsufficientFunds")
        self.assertEqual(declined["outcome"], "declined")
        self.assertIn("enough funds", declined["message"])
        self.assertEqual(self.order()["status"], "PENDING")

    def test_the_last_pieces_are_sold_once(self):
        products = call("GET", f"{self.api}/products")["items"]
        counted = next(product for product in products if product["stock"] and product["stock"] < 100)
        self.assertEqual(self.buy(product=counted["id"], quantity=counted["stock"])["outcome"], "paid")
        self.assertEqual(self.buy(BEN, counted["id"])["outcome"], "sold out")

    def test_an_order_that_nobody_pays_is_cancelled_in_time(self):
        self.buy(card="pm_card_visa_chargeDeclined")
        call("POST", f"{self.api}/sandbox/clock/advance", {"minutes": 31})
        self.assertEqual(self.order()["status"], "CANCELLED")
        with self.refused("ORDER_NOT_PENDING"):
            call("POST", f"{self.api}/orders/1/pay", token=self.tokens[ASHA])

    def test_a_payment_that_is_sent_twice_is_made_once(self):
        basket = {"items": [{"productId": 1, "quantity": 1}], "paymentMethod": "ONLINE"}
        order = call("POST", f"{self.api}/orders", basket, self.tokens[ASHA])
        pay = ("POST", f"{self.api}/orders/{order['id']}/pay", {}, self.tokens[ASHA], "one-intent")
        self.assertEqual(call(*pay)["payment"]["id"], call(*pay)["payment"]["id"])
        self.assertEqual(len(self.order()["payments"]), 1)
        audit = call("POST", f"{self.api}/audit", token=self.tokens[STAFF])
        self.assertEqual(audit["differences"], [])


if __name__ == "__main__":
    unittest.main()
