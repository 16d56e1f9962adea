"""The matching API that existing screening clients speak, over our index."""
