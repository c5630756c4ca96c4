"""The blog's autoencoders: encoder and decoder as models of their own."""
import numpy as np
from keras import regularizers
from keras.layers import Dense, Input
from keras.models import Model

input_img = Input(shape=(20,))
encoded = Dense(4, activation="relu", activity_regularizer=regularizers.l1(10e-5))(input_img)
decoded = Dense(20, activation="sigmoid")(encoded)
autoencoder = Model(input_img, decoded)
encoder = Model(input_img, encoded)
encoded_input = Input(shape=(4,))
decoder_layer = autoencoder.layers[-1]
decoder = Model(encoded_input, decoder_layer(encoded_input))
autoencoder.compile(optimizer="adadelta", loss="binary_crossentropy")
x = np.random.rand(64, 20)
autoencoder.fit(x, x, epochs=1, batch_size=32, shuffle=True, validation_data=(x, x), verbose=0)
print(decoder.predict(encoder.predict(x, verbose=0), verbose=0).shape)
