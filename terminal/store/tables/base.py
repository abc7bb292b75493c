"""What all tables of the till share."""

from sqlalchemy import MetaData

metadata = MetaData()
