"""What the parts of the screen *Products* share."""

from ui.presenters.desk import Desk
from ui.presenters.products.errands import ProductsErrands
from ui.presenters.products.model import ProductsModel

ProductsDesk = Desk[ProductsErrands, ProductsModel]
